import CZ3

/// A Z3 context with a solver and what was translated for it.
///
/// The context keeps all its terms until it is deleted, which is soon: none is counted.
final class Session {
  let store: TermStore
  let context: Z3_context
  private let solver: Z3_solver
  private var lastCount: UInt64 = 0

  /// The translations of terms by index: as what the operation gives, and as the other of the two sorts.
  var natives: [Z3_ast?] = []
  var conversions: [Z3_ast?] = []
  var stack: [Int32] = []
  var functionDeclarations: [Z3_func_decl?] = []
  let bitOne: Z3_ast
  let bitZero: Z3_ast

  /// - Parameter rlimit: the resource units that every query of `check` may take, or any number if that is 0.
  init(store: TermStore, rlimit: UInt32) throws(SolverError) {
    guard let configuration = Z3_mk_config() else { throw SolverError(reason: "Z3 has no configuration") }
    Z3_set_param_value(configuration, "model", "true")
    let made = Z3_mk_context(configuration)
    Z3_del_config(configuration)
    guard let context = made else { throw SolverError(reason: "Z3 has no context") }
    Z3_set_error_handler(context) { _, _ in }
    guard let solver = Session.solver(context), let bit = Z3_mk_bv_sort(context, 1),
      let one = Z3_mk_unsigned_int(context, 1, bit), let zero = Z3_mk_unsigned_int(context, 0, bit)
    else {
      Z3_del_context(context)
      throw SolverError(reason: "Z3 has no solver")
    }
    Z3_solver_inc_ref(context, solver)
    Session.limit(solver, to: rlimit, context)
    self.store = store
    self.context = context
    self.solver = solver
    bitOne = one
    bitZero = zero
  }

  deinit {
    Z3_solver_dec_ref(context, solver)
    Z3_del_context(context)
  }

  /// On many small queries this is faster than the simple solver, and much so on harder ones.
  private static func solver(_ context: Z3_context) -> Z3_solver? {
    Z3_mk_solver_for_logic(context, Z3_mk_string_symbol(context, "QF_UFBV"))
  }

  /// Limits the resource units of every query of the solver; 0 for any number.
  private static func limit(_ solver: Z3_solver, to rlimit: UInt32, _ context: Z3_context) {
    guard rlimit > 0, let parameters = Z3_mk_params(context) else { return }
    Z3_params_inc_ref(context, parameters)
    Z3_params_set_uint(context, parameters, Z3_mk_string_symbol(context, "rlimit"), rlimit)
    Z3_solver_set_params(context, solver, parameters)
    Z3_params_dec_ref(context, parameters)
  }

  /// Decides the assertions; an assignment is not yet checked.
  func check(_ assertions: [Term]) throws(SolverError) -> Outcome {
    Z3_solver_push(context, solver)
    defer { Z3_solver_pop(context, solver, 1) }
    return try outcome(of: assertions, solver)
  }

  /// Simplifies, takes out what equalities and what stands only once decide, and decides what is left. The
  /// caller gives the reference back.
  private func wholeTactic() throws(SolverError) -> Z3_tactic {
    // Z3 forgets a tactic that is not counted when it makes the next object.
    func counted(_ tactic: Z3_tactic?) throws(SolverError) -> Z3_tactic {
      guard let tactic else { throw error() }
      Z3_tactic_inc_ref(context, tactic)
      return tactic
    }
    let names = ["propagate-values", "solve-eqs", "elim-uncnstr", "simplify", "smt"]
    var result = try counted(Z3_mk_tactic(context, "simplify"))
    for name in names {
      let next = try counted(Z3_mk_tactic(context, name))
      let both = try counted(Z3_tactic_and_then(context, result, next))
      Z3_tactic_dec_ref(context, next)
      Z3_tactic_dec_ref(context, result)
      result = both
    }
    return result
  }

  private func outcome(of assertions: [Term], _ solver: Z3_solver) throws(SolverError) -> Outcome {
    for assertion in assertions {
      Z3_solver_assert(context, solver, try boolean(assertion))
    }
    try checkError()
    let answer = Z3_solver_check(context, solver)
    switch answer {
    case Z3_L_TRUE:
      guard let model = Z3_solver_get_model(context, solver) else { throw error() }
      Z3_model_inc_ref(context, model)
      defer { Z3_model_dec_ref(context, model) }
      return .satisfiable(try assignment(model, assertions))
    case Z3_L_FALSE:
      try checkError()
      return .unsatisfiable
    default:
      let reason = Z3_solver_get_reason_unknown(context, solver).map { String(cString: $0) }
      return .unknown(reason ?? "Z3 gives no reason")
    }
  }

  /// Decides the assertions within `rlimit` resource units by a solver of their own; an assignment is not yet
  /// checked. It simplifies the whole question before it searches, which the solver that keeps its terms cannot.
  func checkWhole(_ assertions: [Term], rlimit: UInt32) throws(SolverError) -> Outcome {
    let tactic = try wholeTactic()
    defer { Z3_tactic_dec_ref(context, tactic) }
    guard let solver = Z3_mk_solver_from_tactic(context, tactic) else { throw error() }
    // Z3 forgets a solver that is not counted when it makes the next object.
    Z3_solver_inc_ref(context, solver)
    defer { Z3_solver_dec_ref(context, solver) }
    Session.limit(solver, to: rlimit, context)
    return try outcome(of: assertions, solver)
  }

  /// The resource units spent since this was last asked.
  func spent() -> UInt64 {
    let now = count()
    defer { lastCount = now }
    // Z3 reports the count modulo two to the 32.
    return now >= lastCount ? now - lastCount : now + (1 << 32) - lastCount
  }

  private func count() -> UInt64 {
    guard let statistics = Z3_solver_get_statistics(context, solver) else { return 0 }
    Z3_stats_inc_ref(context, statistics)
    defer { Z3_stats_dec_ref(context, statistics) }
    let size = Z3_stats_size(context, statistics)
    for entry in (0..<size).reversed() {
      guard let key = Z3_stats_get_key(context, statistics, entry) else { continue }
      if String(cString: key) == "rlimit count" {
        return Z3_stats_is_uint(context, statistics, entry)
          ? UInt64(Z3_stats_get_uint_value(context, statistics, entry))
          : UInt64(Z3_stats_get_double_value(context, statistics, entry))
      }
    }
    return 0
  }

  /// The error of the last call of Z3.
  func error() -> SolverError {
    let code = Z3_get_error_code(context)
    let message = Z3_get_error_msg(context, code).map { String(cString: $0) }
    return SolverError(reason: "Z3: " + (message ?? "unknown error"))
  }

  /// Throws the error of the last call of Z3, if there was one.
  func checkError() throws(SolverError) {
    if Z3_get_error_code(context) != Z3_OK { throw error() }
  }

  /// The term, if the call that should have made it did.
  @inline(__always)
  func made(_ ast: Z3_ast?) throws(SolverError) -> Z3_ast {
    guard let ast else { throw error() }
    return ast
  }
}
