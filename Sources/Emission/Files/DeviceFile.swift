import Execution
import ISAModel

/// The devices: what they do with the registers that the specification gives them, between instructions.
struct DeviceFile {

  private let program: ProgramEmitter
  private var machine: Machine { program.machine }
  private var devices: [Device] { machine.platform.devices }

  init(_ program: ProgramEmitter) { self.program = program }

  private func place(_ device: Device, _ port: Device.Port) -> String? {
    device.component(port).map { "cpu->\(program.place(of: $0))" }
  }

  private func width(_ device: Device, _ port: Device.Port) -> Int {
    device.component(port).map { machine.components[$0].width } ?? 1
  }

  private func masked(_ text: String, _ device: Device, _ port: Device.Port) -> String {
    let width = width(device, port)
    return width == CType.size(width) ? text : "(\(text)) & \(CValue.literal(Bits.mask(width)))"
  }

  func write() -> CText {
    var out = CText()
    out.line("#define _POSIX_C_SOURCE 200809L")
    out.line("")
    out.line("#include \"devices.h\"")
    out.line("")
    out.append(DeviceText.streams)
    for device in devices where device.kind == .block { transfer(device, &out) }
    for device in devices where device.kind == .console { console(device, &out) }
    for device in devices where device.kind == .timer { timer(device, &out) }
    time(&out)
    settle(&out)
    horizon(&out)
    input(&out)
    return out
  }

  private func name(_ device: Device) -> String { NameTable.member(device.name) }

  // MARK: Devices

  private func transfer(_ device: Device, _ out: inout CText) {
    guard let busy = place(device, .busy), let block = place(device, .block),
      let address = place(device, .address), let write = place(device, .write)
    else { return }
    out.comment("Moves the block that the program has asked for.")
    out.open("static void transfer_\(name(device))(struct cpu *cpu) {")
    out.line("if (!\(busy)) return;")
    let moved = "move_block(cpu, \(block), \(address), \(write), \(device.blockSize))"
    if let failed = place(device, .failed) {
      out.line("\(failed) = !\(moved);")
    } else {
      out.line("(void)\(moved);")
    }
    out.line("\(busy) = 0;")
    if let pending = place(device, .pending) { out.line("\(pending) = 1;") }
    out.close()
    out.line("")
  }

  private func console(_ device: Device, _ out: inout CText) {
    out.open("static void converse_\(name(device))(struct cpu *cpu) {")
    out.line("struct board *board = cpu->host.board;")
    if let output = place(device, .output), let full = place(device, .full) {
      out.open("if (\(full)) {")
      out.line("send_character(board, \(output));")
      out.line("\(full) = 0;")
      out.close()
    }
    if let input = place(device, .input), let ready = place(device, .ready) {
      out.line("int character;")
      out.open("if (!\(ready) && !board->input_has_ended && cpu->host.steps >= board->next_poll) {")
      out.open("if ((character = receive_character(board, 0)) >= 0) {")
      out.line("\(input) = character;")
      out.line("\(ready) = 1;")
      out.next("} else if (board->input_is_live) {")
      out.line("board->next_poll = cpu->host.steps + POLL_INTERVAL;")
      out.close()
      out.close()
    } else {
      out.line("(void)board;")
    }
    out.close()
    out.line("")
  }

  private func timer(_ device: Device, _ out: inout CText) {
    guard let count = place(device, .count), let running = place(device, .running),
      let pending = place(device, .pending)
    else { return }
    out.comment("Lets a timer count. One that is started at 0 has run out after the next instruction.")
    out.open("static void count_\(name(device))(struct cpu *cpu, uint64_t steps) {")
    out.line("if (!\(running)) return;")
    out.line("const uint64_t left = \(count) > 0 ? \(count) : 1;")
    out.open("if (steps < left) {")
    out.line("\(count) = left - steps;")
    out.line("return;")
    out.close()
    out.line("\(pending) = 1;")
    if let period = place(device, .period) {
      out.open("if (\(period) > 0) {")
      out.line("\(count) = \(masked("\(period) - (steps - left) % \(period)", device, .count));")
      out.line("return;")
      out.close()
    }
    out.line("\(count) = 0;")
    out.line("\(running) = 0;")
    out.close()
    out.line("")
  }

  // MARK: All of them

  private func time(_ out: inout CText) {
    out.comment("Lets the time of some instructions pass.")
    out.open("void pass_time(struct cpu *cpu, uint64_t steps) {")
    out.line("(void)cpu;")
    out.line("if (steps == 0) return;")
    for device in devices {
      if device.kind == .clock, let count = place(device, .count) {
        out.line("\(count) = \(masked("\(count) + steps", device, .count));")
      }
      if device.kind == .timer { out.line("count_\(name(device))(cpu, steps);") }
    }
    out.close()
    out.line("")
  }

  private func settle(_ out: inout CText) {
    out.comment("Does what the program has asked of the devices.")
    out.open("void settle_devices(struct cpu *cpu) {")
    out.line("if (!cpu->host.board) return;")
    for device in devices {
      switch device.kind {
      case .console: out.line("converse_\(name(device))(cpu);")
      case .block: out.line("transfer_\(name(device))(cpu);")
      case .timer, .clock: break
      }
    }
    out.close()
    out.line("")
  }

  private func horizon(_ out: inout CText) {
    out.comment("After how many steps a timer runs out; UINT64_MAX where none will.")
    out.open("uint64_t next_timer(const struct cpu *cpu) {")
    out.line("(void)cpu;")
    out.line("uint64_t result = UINT64_MAX;")
    for device in devices where device.kind == .timer {
      guard let count = place(device, .count), let running = place(device, .running),
        let pending = place(device, .pending)
      else { continue }
      out.open("if (\(running) && !\(pending)) {")
      out.line("const uint64_t left = \(count) > 0 ? \(count) : 1;")
      out.line("if (left < result) result = left;")
      out.close()
    }
    out.line("return result;")
    out.close()
    out.line("")
    out.comment("After how many steps a device may change something that the program has not asked for.")
    out.open("uint64_t device_horizon(const struct cpu *cpu) {")
    out.line("uint64_t result = next_timer(cpu);")
    for device in devices where device.kind == .console {
      guard let ready = place(device, .ready), device.component(.input) != nil else { continue }
      out.line("const struct board *board = cpu->host.board;")
      out.open("if (board && board->input_is_live && !board->input_has_ended && !\(ready)) {")
      out.line(
        "const uint64_t left = board->next_poll > cpu->host.steps ? board->next_poll - cpu->host.steps : 1;")
      out.line("if (left < result) result = left;")
      out.close()
      break
    }
    out.line("return result;")
    out.close()
    out.line("")
  }

  private func input(_ out: inout CText) {
    out.comment("Waits for a character, if one can come at all; 0 where none does.")
    out.open("int wait_for_input(struct cpu *cpu) {")
    let device = devices.first { $0.kind == .console }
    if let device, let input = place(device, .input), let ready = place(device, .ready) {
      out.line("struct board *board = cpu->host.board;")
      out.line("if (!board || \(ready) || board->input_has_ended) return 0;")
      out.line("const int character = receive_character(board, 1);")
      out.line("if (character < 0) return 0;")
      out.line("\(input) = character;")
      out.line("\(ready) = 1;")
      out.line("return 1;")
    } else {
      out.line("(void)cpu;")
      out.line("return 0;")
    }
    out.close()
    out.line("")
  }

  /// Waiting, which needs the conditions of interrupts.
  func waiting() -> CText {
    var out = CText()
    var calls: [(condition: String, place: String)] = []
    for device in devices {
      if device.kind == .timer, let running = place(device, .running), let pending = place(device, .pending) {
        calls.append((running, pending))
      }
      if device.kind == .console, let ready = place(device, .ready) {
        calls.append(("cpu->host.board && !cpu->host.board->input_has_ended", ready))
      }
    }
    let goesOn = machine.platform.wait.map { _ in " || !\(program.call(.waiting, mustUndo: false, []))" }
    let wakes = "woken |= accepted_interrupt(cpu) >= 0\(goesOn ?? "");"
    out.comment(
      "Whether some interrupt would be accepted, or the processor would wait no more, if devices called for attention."
    )
    out.open("static int can_wake(struct cpu *cpu) {")
    out.line("(void)cpu;")
    out.line("int woken = 0;")
    for (number, call) in calls.enumerated() {
      out.line("const uint8_t old_\(number) = \(call.place);")
      out.open("if (\(call.condition)) {")
      out.line("\(call.place) = 1;")
      out.line(wakes)
      out.line("\(call.place) = old_\(number);")
      out.close()
    }
    for call in calls { out.line("if (\(call.condition)) \(call.place) = 1;") }
    out.line(wakes)
    for (number, call) in calls.enumerated() { out.line("\(call.place) = old_\(number);") }
    out.line("return woken;")
    out.close()
    out.line("")
    out.comment("Lets time pass until something happens; 0 when nothing can that would end the wait.")
    out.open("static int wait_for_devices(struct cpu *cpu) {")
    out.line("if (!can_wake(cpu)) return 0;")
    out.line("const uint64_t timer = next_timer(cpu);")
    out.open("if (timer != UINT64_MAX) {")
    out.line("pass_time(cpu, timer);")
    out.line("return 1;")
    out.close()
    out.line("return wait_for_input(cpu);")
    out.close()
    out.line("")
    return out
  }
}
