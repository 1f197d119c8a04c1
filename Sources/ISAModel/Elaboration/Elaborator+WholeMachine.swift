import ISALanguage

extension Elaborator {

  /// Checks what can only be seen when everything is there: that modes do not depend on themselves, and that
  /// every meaning ends within reasonable time.
  func checkedAsAWhole(_ machine: Machine) -> Bool {
    guard modesAreFounded() else { return false }
    var meter = MeaningMeter(functions: functions, operands: operands, modes: modes)
    let errors = diagnostics.errorCount
    for (number, mode) in modes.enumerated() {
      check(meter.size(ofMode: number), "the mode '\(mode.name)'", at: mode.span)
    }
    for (number, function) in functions.enumerated() {
      check(meter.size(ofFunction: number), "'\(function.name)'", at: functionSpans[number])
      if diagnostics.errorCount > errors { return false }
    }
    for instruction in machine.instructions {
      for form in instruction.forms {
        check(
          meter.size(of: form.body, in: form.layout), "the instruction '\(instruction.name)'", at: form.span)
      }
    }
    let bodies =
      [
        machine.translation, machine.secondStage, machine.reset, machine.stream.step,
        machine.installation?.nothing,
        machine.installation?.install,
      ].compactMap { $0 }
      + machine.platform.mapped.flatMap { [$0.read, $0.write].compactMap { $0 } }
      + machine.traps.compactMap(\.entry)
      + machine.interrupts.map(\.entry)
    for function in bodies {
      check(meter.size(of: function.body, in: Layout()), "'\(function.name)'", at: machineName.span)
    }
    return diagnostics.errorCount == errors
  }

  private func check(_ size: MeaningSize, _ what: String, at span: Span) {
    guard size.isTooLarge else { return }
    diagnostics.error(
      size.isTooDeep
        ? "\(what) nests too deeply to be run, with what it calls"
        : "\(what) is too large: one run evaluates more than \(MeaningSize.mostWork) expressions, with what it calls",
      at: span)
  }

  /// Whether no mode's condition asks for the mode itself, by way of functions and other modes.
  private func modesAreFounded() -> Bool {
    let asked = modes.map { mentions(in: $0.condition).modes }
    for number in modes.indices {
      var reached: Set<Int> = []
      var open = asked[number]
      while let next = open.popFirst() {
        if reached.insert(next).inserted { open.formUnion(asked[next]) }
      }
      if reached.contains(number) {
        diagnostics.error("the mode '\(modes[number].name)' depends on itself", at: modes[number].span)
        return false
      }
    }
    return true
  }
}
