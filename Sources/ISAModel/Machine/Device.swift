import ISALanguage

/// A device: what stands behind registers of the machine and changes them by itself, between instructions.
package struct Device: Sendable {

  /// What a device does.
  package enum Kind: String, Sendable, CaseIterable {

    /// Takes characters from the user and gives characters to him.
    case console

    /// Counts instructions down, and tells when none is left.
    case timer

    /// Counts instructions up.
    case clock

    /// Moves blocks between memory and a file.
    case block
  }

  /// A register of a kind of device.
  package enum Port: String, Sendable, CaseIterable {
    case input, ready, output, full
    case count, period, running, pending
    case block, address, busy, write, failed
  }

  package var name: String
  package var kind: Kind

  /// The component that is each of the device's registers.
  package var components: [Port: Int]

  /// The bytes of a block.
  package var blockSize: Int
  package var span: Span
}

extension Device.Kind {

  /// The registers of the kind: how many bits they have where that is fixed, and whether they may be missing.
  package var ports: [(port: Device.Port, width: Int?, isOptional: Bool)] {
    switch self {
    case .console: [(.input, nil, true), (.ready, 1, true), (.output, nil, true), (.full, 1, true)]
    case .timer: [(.count, nil, false), (.running, 1, false), (.pending, 1, false), (.period, nil, true)]
    case .clock: [(.count, nil, false)]
    case .block:
      [
        (.block, nil, false), (.address, nil, false), (.busy, 1, false), (.write, 1, false),
        (.pending, 1, true), (.failed, 1, true),
      ]
    }
  }
}

/// Addresses of `phys` behind which no memory stands but registers.
package struct MappedRange: Sendable {
  package var low: UInt128

  /// The address behind the last one.
  package var high: UInt128

  /// What reading one unit yields, of its offset from `low`; nil where it yields 0.
  package var read: Function?

  /// What writing one unit does, of its offset from `low` and the value; nil where it does nothing.
  package var write: Function?
  package var span: Span

  package func contains(_ address: UInt128) -> Bool { address >= low && address < high }
}

/// What a machine brings along beside its processor, and when the processor stands still.
package struct Platform: Sendable {
  package var devices: [Device] = []
  package var mapped: [MappedRange] = []

  /// When the processor has stopped for good.
  package var halt: Expression?

  /// When it executes nothing until an interrupt is accepted.
  package var wait: Expression?

  /// The number of this machine in the header of an ELF file.
  package var elfMachine: Int?
  package init() {}
}
