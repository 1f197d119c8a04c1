import Execution
import ISAModel
import Virtualizability

/// A place in `phys` that a witness has found by a function of translation. A real machine's function leads to another one.
package struct TranslatedPlace: Sendable, Equatable {

  package var function: Int
  package var arguments: [UInt128]

  /// Where the witness has it.
  package var place: UInt128

  /// The units from there on that an access takes at most.
  private static let reach: UInt128 = 16

  /// The places that an execution of a witness rests on.
  static func all(_ state: Witness.Execution, _ machine: Machine) -> [TranslatedPlace] {
    state.background.translations.compactMap { translation in
      guard let place = translation.place,
        let function = machine.functions.firstIndex(where: {
          $0.isTranslation && $0.name == translation.name
        })
      else { return nil }
      return TranslatedPlace(function: function, arguments: translation.arguments, place: place)
    }
  }

  /// Where a machine has what the witness has at an address; nil where that does not belong to this place, or the
  /// machine's function refuses it.
  func moved(_ address: UInt128, in concrete: ConcreteMachine) -> UInt128? {
    let mask = Bits.mask(concrete.machine.physicalMemory?.addressWidth ?? 128)
    let distance = (address &- place) & mask
    guard distance < Self.reach else { return nil }
    let called = concrete.machine.functions[function]
    let words = zip(called.parameters, arguments).compactMap { type, argument -> Value<Bits>? in
      guard case .bits(let width) = type else { return nil }
      return .word(Bits(argument, width: width))
    }
    let (value, result) = concrete.evaluator().run(called, words)
    guard case .word(let found) = value, result.state.alive.value == 1 else { return nil }
    return (found.value &+ distance) & mask
  }
}
