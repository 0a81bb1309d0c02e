/// What in the first part of a name tells whether that is a registry.
struct PartTraits: OptionSet {
  let rawValue: UInt8

  static let period = PartTraits(rawValue: 1)
  static let colon = PartTraits(rawValue: 2)
  static let underscore = PartTraits(rawValue: 4)
  /// Something that is not in lower case.
  static let capital = PartTraits(rawValue: 8)
}

extension PartTraits {
  /// Looks for them in a part that has not been read by the grammar of a path, which notes them.
  init(of part: Span<UInt8>) {
    self = []
    if part.firstOffset(of: UInt8(ascii: ".")) != nil { insert(.period) }
    if part.firstOffset(of: UInt8(ascii: ":")) != nil { insert(.colon) }
    if part.firstOffset(of: UInt8(ascii: "_")) != nil { insert(.underscore) }
    if GoLowercase.firstChange(in: part) != nil { insert(.capital) }
  }
}
