/// The shape of a digest, whichever its algorithm; see `DigestAlgorithm` for what is accepted.
///
///     digest              = algorithm ":" 32*HEXDIG
///     algorithm           = algorithm-component *( ( "-" / "_" / "+" / "." ) algorithm-component )
///     algorithm-component = ALPHA *( ALPHA / DIGIT )
///
/// (distribution/reference: regexp.go, `digestPat`.)
enum DigestGrammar {
  static let minimumHexLength = 32

  /// Reads the digest from `start`, just after the "@", to the end of the text.
  @inline(__always)
  static func digest(
    in bytes: Span<UInt8>, from start: Int
  ) throws(Mismatch) -> ReferenceSyntax.Digest {
    let colon = try algorithm(in: bytes, from: start)
    let lowercaseEnd = bytes.endOfLowercaseHex(from: colon + 1)
    let end = bytes.end(from: lowercaseEnd) { $0.isHexDigit }
    guard end == bytes.count, end - colon > minimumHexLength else {
      throw Mismatch(offset: end, expected: .digest)
    }
    return ReferenceSyntax.Digest(start: start, colon: colon, lowercaseEnd: lowercaseEnd)
  }

  @inline(__always)
  private static func algorithm(in bytes: Span<UInt8>, from start: Int) throws(Mismatch) -> Int {
    var offset = start
    while true {
      guard let first = bytes.byte(at: offset), first.isLetter else {
        throw Mismatch(offset: offset, expected: .digest)
      }
      offset = bytes.end(from: offset + 1) { $0.isAlphanumeric }
      switch bytes.byte(at: offset) {
      case UInt8(ascii: ":"):
        return offset
      case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "."):
        offset += 1
      default:
        throw Mismatch(offset: offset, expected: .digest)
      }
    }
  }
}
