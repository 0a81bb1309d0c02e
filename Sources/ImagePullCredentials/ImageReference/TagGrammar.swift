/// The tag.
///
///     tag = ( ALPHA / DIGIT / "_" ) 0*127( ALPHA / DIGIT / "_" / "." / "-" )
///
/// (distribution/reference: regexp.go, `tag`.)
enum TagGrammar {
  static let maximumLength = 128

  /// Reads the tag from `start`, just after the colon, and returns its end: the end of the text or
  /// the "@" of a digest.
  @inline(__always)
  static func tag(in bytes: Span<UInt8>, from start: Int) throws(Mismatch) -> Int {
    guard let first = bytes.byte(at: start), first.isAlphanumeric || first == UInt8(ascii: "_")
    else { throw Mismatch(offset: start, expected: .tag) }
    let end = bytes.end(from: start + 1) { $0.isTagCharacter }
    guard end - start <= maximumLength else {
      throw Mismatch(offset: start + maximumLength, expected: .tag)
    }
    guard end == bytes.count || bytes[end] == UInt8(ascii: "@") else {
      throw Mismatch(offset: end, expected: .tag)
    }
    return end
  }
}
