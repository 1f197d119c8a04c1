/// The name and the widths of an uninterpreted function.
struct FunctionSignature {
  var name: String
  var domain: [Int]
  var range: Int
}

/// Constants, variables and applications of uninterpreted functions.
extension TermStore {
  /// The constant of this value, cut to the width of 1...128 bits.
  public func constant(_ value: UInt128, width: Int) -> Term {
    precondition(width >= 1 && width <= 128, "a width is 1...128 bits")
    return cons(
      Node(constant: value & Semantics.mask(width), width: width), support: 0, flags: 0)
  }

  /// The variable of this name, of 1...128 bits. Asking for a name again gives the same term; the width
  /// must then be the same, and the first tag holds. No tag: the variable is in no support.
  public func variable(_ name: String, width: Int, tag: Int? = nil) -> Term {
    if let known = variablesByName[name] {
      precondition(self.width(known) == width, "a variable has one width")
      return known
    }
    precondition(width >= 1 && width <= 128, "a width is 1...128 bits")
    let bits = tag.map { TagSet(tag: $0).bits } ?? 0
    let number = Int32(variableNames.count)
    let term = cons(
      Node(.variable, width: width, number), support: bits, flags: Node.Flags.variables)
    variableNames.append(name)
    variableTerms.append(term)
    variablesByName[name] = term
    return term
  }

  /// The variable of this name, if it was made.
  public func knownVariable(_ name: String) -> Term? { variablesByName[name] }

  /// The uninterpreted function of this name. Asking for a name again gives the same function; domain
  /// and range must then be the same. All widths are 1...128 bits; the domain must not be empty.
  public func function(_ name: String, domain: [Int], range: Int) -> Function {
    if let known = functionsByName[name] {
      let signature = functions[Int(known.index)]
      precondition(
        signature.domain == domain && signature.range == range, "a function has one domain and range")
      return known
    }
    precondition(!domain.isEmpty, "a function without arguments is a variable")
    precondition((domain + [range]).allSatisfy { $0 >= 1 && $0 <= 128 }, "a width is 1...128 bits")
    let function = Function(Int32(functions.count))
    functions.append(FunctionSignature(name: name, domain: domain, range: range))
    functionsByName[name] = function
    return function
  }

  /// The application of the function to arguments of its domain's widths; the result is as wide as its
  /// range.
  public func apply(_ function: Function, _ arguments: [Term]) -> Term {
    let signature = functions[Int(function.index)]
    precondition(signature.domain.count == arguments.count, "an argument for every place of the domain")
    var list: Int32 = -1
    var support: UInt128 = 0
    var flags: UInt8 = 0
    for place in arguments.indices.reversed() {
      let argument = arguments[place]
      precondition(width(argument) == signature.domain[place], "an argument of the domain's width")
      support |= supports[Int(argument.index)]
      flags |= node(argument).flags
      list =
        cons(Node(.argument, width: 0, argument.index, list), support: support, flags: flags).index
    }
    return cons(
      Node(.apply, width: signature.range, function.index, list), support: support,
      flags: flags | Node.Flags.applications)
  }
}
