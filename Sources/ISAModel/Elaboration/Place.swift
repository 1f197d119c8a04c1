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
  case view(ViewUse, Span)
  case memory(MemorySpace, [Expression], units: Int, width: Int, mode: Int?, Span)
  case slice(Place, high: Int, low: Int)
  case bundle([(name: String, place: Place)], layout: Int?)
  /// A value that is no place: it can be read and taken apart.
  case value(Typed)
}

/// A view with its indices.
struct ViewUse {
  var number: Int
  var statics: Statics

  /// The indices that are not static.
  var arguments: [Expression]
  var type: Type
  var layout: Int?
}
