import ISAModel

extension ConcreteMachine {

  /// Where addresses that lie side by side stand in RAM, if translation treats all of them alike and changes
  /// nothing.
  ///
  /// - Parameters:
  ///   - address: the parts of the first address; the last one counts.
  ///   - count: how many addresses there are.
  /// - Returns: the place of the first one, and the units of RAM that translation looked at.
  package func uniformPlace(
    from address: [Bits], count: UInt128, _ kind: AccessKind
  ) -> (place: Int, looks: [Int])? {
    guard let last = address.last, count > 0, count - 1 <= Bits.mask(last.width) - last.value else {
      return nil
    }
    let words = address.dropLast().map { PageWord(value: $0.value, width: $0.width) }
    return uniformPlace(of: words + [PageWord(value: last.value, width: last.width, count: count)], kind)
  }

  /// The same of the last stage of translation alone.
  ///
  /// - Parameter address: all parts of the first address, side by side.
  package func installedPlace(
    from address: Bits, count: UInt128, _ kind: AccessKind
  ) -> (place: Int, looks: [Int])? {
    guard machine.secondStage != nil else {
      return machine.memory.flatMap {
        uniformPlace(from: $0.parts(of: address.value), count: count, kind)
      }
    }
    guard count > 0, count - 1 <= Bits.mask(address.width) - address.value else { return nil }
    return uniformPlace(
      of: [PageWord(value: address.value, width: address.width, count: count)], kind, of: .physical)
  }

  func uniformPlace(
    of address: [PageWord], _ kind: AccessKind, of space: MemorySpace = .guest
  ) -> (place: Int, looks: [Int])? {
    let domain = PageDomain(concrete: self.domain, ram: ram)
    let components = state.components.map { PageWord(value: $0.value, width: $0.width) }
    let evaluator = Evaluator(machine: machine, domain: domain, components: components)
    evaluator.runsTranslation = true
    evaluator.abstractsTranslation = false
    guard let span = machine.memory?.span, let count = address.last?.count,
      let (_, places) = evaluator.located(space, address, units: 1, kind, mode: nil, at: span),
      let place = places.first, !domain.isMixed, place.count == count || count == 1,
      evaluator.state.components == components,
      // Whatever translation would write must stand there already.
      evaluator.state.writes.joined().allSatisfy({ ram.load($0.address.value) == $0.value.value }),
      ram.contains(place.last),
      !machine.platform.mapped.contains(where: { $0.low <= place.last && place.value < $0.high })
    else { return nil }
    return (Int(place.value), domain.looks)
  }

  /// The components whose change may bring an interrupt, make the processor stand still, or call a device.
  package var attentionComponents: Set<Int> { analysis.conditions(self).union(devices.requests) }

  /// The components that the mode depends on.
  package var modeComponents: Set<Int> { analysis.mode(self) }

  /// The components that translation looks at.
  package var translationComponents: Set<Int> { analysis.translation(self) }

  /// The components that its last stage looks at.
  package var lastStageComponents: Set<Int> { Dependencies.lastStage(self) }
}
