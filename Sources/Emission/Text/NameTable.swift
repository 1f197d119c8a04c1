/// Identifiers of C, each given once.
struct NameTable {

  /// Keywords, names of the language's library that compilers know, and names of the package's own.
  private static let reserved: Set<String> = [
    "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern",
    "float", "for", "goto", "if", "inline", "int", "long", "register", "restrict", "return", "short",
    "signed",
    "sizeof", "static", "struct", "switch", "typedef", "union", "unsigned", "void", "volatile", "while",
    "bool", "true", "false", "asm", "typeof", "cpu", "host", "contexts", "length", "decoded", "stream",
    "abs", "labs", "div", "exp", "log", "pow", "sin", "cos", "tan", "floor", "ceil", "round", "trunc",
    "index",
    "rindex", "link", "read", "write", "signal", "raise", "exit", "abort", "printf", "malloc", "calloc",
    "realloc", "free", "memcpy", "memset", "memcmp", "memmove", "strlen", "remainder", "fmin", "fmax",
    "signbit", "isascii", "toascii", "log2", "select", "accept", "bind", "pause", "wait", "kill", "time",
    "clock", "sleep", "remove", "rename", "open", "close", "main", "setjmp", "longjmp", "ffs", "y0", "y1",
    "yn", "j0", "j1", "jn", "gamma", "stdin", "stdout", "stderr", "errno", "getc", "putc", "puts", "scanf",
    "ones", "sign_extend", "sign_extend_128", "parity", "shift_right_arithmetic",
    "shift_right_arithmetic_128",
    "shift_left_32", "shift_left_64", "shift_left_128", "shift_right_32", "shift_right_64", "shift_right_128",
    "divide_unsigned_32", "divide_unsigned_64", "divide_unsigned_128", "remainder_unsigned_32",
    "remainder_unsigned_64", "remainder_unsigned_128", "divide_signed_64", "divide_signed_128",
    "remainder_signed_64", "remainder_signed_128", "run", "end", "undo", "save", "restore", "locate",
    "NULL", "EOF", "present", "accessible", "translate", "keep", "step", "now", "reset",
    "mode_of", "is_memory_trap", "copy_guest_part", "set_host_state", "note_relocation", "put_relocation",
    "note_registers", "are_noted", "admit_nothing", "admit_window", "admit_page", "routines", "deliver_trap",
    "deliver_interrupt", "attend", "take_trap", "find_place", "next_instruction", "handler", "hardware",
    "reach", "reach_all", "keep_stage", "accepted_interrupt", "waits_for_guest", "would_accept",
  ]

  private var taken: Set<String>

  init() { taken = Self.reserved }

  /// An identifier like `name` that was not given before.
  mutating func give(_ name: String) -> String {
    let plain = Self.identifier(name)
    var candidate = plain
    if Self.reserved.contains(plain) { candidate = plain + "_" }
    var number = 2
    while !taken.insert(candidate).inserted {
      candidate = "\(plain)_\(number)"
      number += 1
    }
    return candidate
  }

  /// The first of `t1`, `t2`, and so on, that was not given before.
  mutating func giveNumbered(_ stem: String) -> String {
    var number = 1
    while !taken.insert("\(stem)\(number)").inserted { number += 1 }
    return "\(stem)\(number)"
  }

  /// A name inside a `struct`, where only keywords are in the way.
  static func member(_ name: String) -> String {
    let plain = identifier(name)
    return reserved.contains(plain) ? plain + "_" : plain
  }

  private static func identifier(_ name: String) -> String {
    let plain = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" ? $0 : "_" })
    return plain.first.map { $0.isNumber } ?? true ? "n" + plain : plain
  }
}
