import CZ3

/// Models of Z3 as assignments.
extension Session {
  /// The values that the model gives to the variables and the applications below the assertions.
  func assignment(_ model: Z3_model, _ assertions: [Term]) throws(SolverError) -> Assignment {
    var result = Assignment()
    for variable in store.variables(in: assertions) {
      result.variables[variable] = try value(of: variable, model)
    }
    let applications = store.applications(in: assertions)
    if applications.isEmpty { return result }
    let evaluation = Evaluation(store, result)
    // Applications in arguments come first, so that every point can be evaluated when its turn comes.
    for application in applications {
      guard let (function, arguments) = store.functionAndArguments(of: application) else { continue }
      let point = arguments.map(evaluation.value)
      let value = try value(of: application, model)
      evaluation.define(function, at: point, value)
      result.functions[function, default: [:]][point] = value
    }
    return result
  }

  private func value(of t: Term, _ model: Z3_model) throws(SolverError) -> UInt128 {
    var evaluated: Z3_ast?
    guard Z3_model_eval(context, model, try native(t), true, &evaluated), let evaluated else {
      throw error()
    }
    let width = store.width(t)
    if width == 1 { return Z3_get_bool_value(context, evaluated) == Z3_L_TRUE ? 1 : 0 }
    if width <= 64 {
      var word: UInt64 = 0
      guard Z3_get_numeral_uint64(context, evaluated, &word) else { throw error() }
      return UInt128(word)
    }
    guard let text = Z3_get_numeral_string(context, evaluated), let value = UInt128(String(cString: text))
    else { throw error() }
    return value
  }
}
