import ImagePullCredentials

/// The part of a message that is shown: one line, of bounded length, without the queries and users of
/// URLs, which may be secret.
enum MessageExcerpt {
  /// The most bytes that are shown.
  static let maximumLength = 280
  /// Of longer URLs the path is left out.
  private static let maximumURLLength = 60

  /// What is in `range`; where that is too long, its beginning and what is around `decisive`.
  static func make(_ text: [UInt8], _ range: Range<Int>, around decisive: Int) -> String {
    var shown: [UInt8] = []
    var mark = 0
    var offset = range.lowerBound
    while offset < range.upperBound {
      if mark == 0, offset >= decisive { mark = shown.count }
      if let url = isWordStart(text, offset, range)
        ? MessageURL(text, at: offset, end: range.upperBound) : nil
      {
        shown += text[offset..<url.authorityStart]
        // The path of a long URL says no more than the image does.
        if url.queryStart - offset <= maximumURLLength {
          shown += text[url.hostStart..<url.queryStart]
        } else {
          shown += url.host.utf8
          shown += "/…".utf8
        }
        offset = url.end
        continue
      }
      let byte = text[offset]
      if byte > UInt8(ascii: " ") {
        shown.append(byte)
      } else if shown.last != UInt8(ascii: " ") {
        shown.append(UInt8(ascii: " "))
      }
      offset += 1
    }
    guard shown.count > maximumLength else { return line(shown[...]) }
    let half = maximumLength / 2
    guard mark > half else { return line(shown.prefix(maximumLength)) + "…" }
    let start = min(max(mark - half / 2, half), shown.count - half)
    let rest = shown[start...].prefix(half)
    return line(shown.prefix(half)) + " … " + line(rest) + (rest.endIndex < shown.count ? "…" : "")
  }

  private static func isWordStart(_ text: [UInt8], _ offset: Int, _ range: Range<Int>) -> Bool {
    guard offset > range.lowerBound else { return true }
    return text[offset - 1].isMessageSeparator || text[offset - 1] == UInt8(ascii: "\"")
  }

  private static func line(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self).printable
  }
}
