import ISALanguage

/// Something that can be read, and mostly be assigned.
indirect enum Place {

  /// Which element of a register array.
  enum Element {
    case none
    case constant(Int)
    case computed(Expression)
  }

  case local(slot: Int, Type, layout: Int?, isMutable: Bool, name: String)
  case register(Int, Element, Span)
  case field(register: Int, Element, part: Register.Part, Span)
  case view(Int, [Expression], Type, layout: Int?, Span)
  case memory(MemorySpace, [Expression], units: Int, width: Int, mode: Int?, Span)
  case slice(Place, high: Int, low: Int)
  case bundle([(name: String, place: Place)], layout: Int?)
  /// A value that is no place: it can be read and taken apart.
  case value(Typed)
}
