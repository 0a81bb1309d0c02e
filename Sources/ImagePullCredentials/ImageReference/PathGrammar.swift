/// The repository's part of a name.
///
///     path           = path-component *( "/" path-component )
///     path-component = alphanumeric *( separator alphanumeric )
///     alphanumeric   = 1*( a-z / 0-9 )
///     separator      = "." / "_" / "__" / 1*"-"
///
/// Dashes repeat freely so that any host name can also be a component; two underscores are a
/// separator and three are not, which is upstream's history (distribution/reference: regexp.go,
/// `separator`).
enum PathGrammar {
  /// Reads one component, which ends at the first byte that cannot continue it, and notes its
  /// traits.
  @inline(__always)
  static func component(
    in bytes: Span<UInt8>, from start: Int
  ) throws(Mismatch) -> (end: Int, traits: PartTraits) {
    var offset = start
    var traits: PartTraits = []
    while true {
      let end = bytes.end(from: offset) { $0.isLowercaseAlphanumeric }
      guard end > offset else { throw Mismatch(offset: end, expected: .repository) }
      offset = end
      switch bytes.byte(at: offset) {
      case UInt8(ascii: "."):
        traits.insert(.period)
        offset += 1
      case UInt8(ascii: "-"):
        offset = bytes.end(from: offset) { $0 == UInt8(ascii: "-") }
      case UInt8(ascii: "_"):
        traits.insert(.underscore)
        offset += bytes.byte(at: offset + 1) == UInt8(ascii: "_") ? 2 : 1
      default:
        return (offset, traits)
      }
    }
  }

  /// Reads the components after the one that ended at `offset`, and returns the end of the last.
  @inline(__always)
  static func remainder(in bytes: Span<UInt8>, from offset: Int) throws(Mismatch) -> Int {
    var end = offset
    while bytes.byte(at: end) == UInt8(ascii: "/") {
      end = try component(in: bytes, from: end + 1).end
    }
    return end
  }
}
