import ISALanguage

/// How a monitor makes the hardware translate: the one thing about relocation that a meaning cannot be asked
/// for.
package struct Installation: Sendable {

  /// What can be installed.
  package enum Shape: Sendable, Equatable {

    /// One window: all addresses below a size, to places side by side.
    case window

    /// Pages of so many units, each at a multiple of its size.
    case page(size: Int)
  }

  package var shape: Shape

  /// What the place and the size of a window are multiples of.
  package var unit: Int

  /// The units of the monitor's own memory, from address 0 of `phys` on, that hold tables: `nothing` and
  /// `install` write there and nowhere else. 0 where registers hold everything.
  package var memory: Int

  /// What the monitor's hardware has besides what the host condition asks for, in components that are the monitor's.
  package var host: [Condition]

  /// Lets translation admit nothing in the modes that guests run in; nil where a machine always admits at least one
  /// unit of a window.
  package var nothing: Function?

  /// Of a window: the place of address 0, and the size, one bit wider than an address. Of a page: its first
  /// address, its place, whether it may be written, and a number of 16 bits that counts the installations, to
  /// choose what is given up for it.
  package var install: Function

  /// What holds after `nothing`, and is kept by `install`.
  package var keeps: [Condition]
  package var span: Span
}

extension Machine {

  /// The translation that a monitor installs mappings for: the second stage where there is one, which lies below what
  /// the guest translates by itself.
  package var lastStage: Function? { secondStage ?? translation }

  /// The memory whose addresses that translates.
  package var installedMemory: Memory? { secondStage == nil ? memory : physicalMemory }
}
