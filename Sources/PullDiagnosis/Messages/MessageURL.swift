// URLs in a message, and the part of a message that is shown.

import ImagePullCredentials

/// A URL in a message.
struct MessageURL {
  /// Where it ends.
  let end: Int
  /// Where its query begins, or its end.
  let queryStart: Int
  /// Where its host begins, behind a user.
  let hostStart: Int
  let host: String
  let path: String
  /// The registry that a mirror was asked for: containerd's parameter `ns`.
  let mirroredRegistry: String?
  /// Whether it is of a scheme that registries are asked with.
  let isRequest: Bool
  /// Where the part behind `://` begins.
  let authorityStart: Int

  /// The URL that begins at `start`; nil if none does. It ends before white space and quotes, and
  /// before a colon or a comma at its end.
  init?(_ text: [UInt8], at start: Int, end limit: Int) {
    var offset = start
    while offset < limit, offset - start < 10, text[offset].isLetter { offset += 1 }
    guard offset > start, offset + 3 < limit, text[offset] == UInt8(ascii: ":"),
      text[offset + 1] == UInt8(ascii: "/"), text[offset + 2] == UInt8(ascii: "/")
    else { return nil }
    let scheme = String(decoding: text[start..<offset], as: UTF8.self)
    isRequest = scheme == "https" || scheme == "http"
    authorityStart = offset + 3
    offset = authorityStart
    while offset < limit, text[offset] > UInt8(ascii: " "),
      !Self.closers.contains(text[offset])
    {
      offset += 1
    }
    while offset > authorityStart,
      [UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: ";")].contains(
        text[offset - 1])
    {
      offset -= 1
    }
    end = offset
    let whole = text[authorityStart..<end]
    let slash = whole.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? end
    hostStart = whole[..<slash].lastIndex(of: UInt8(ascii: "@")).map { $0 + 1 } ?? authorityStart
    queryStart = whole.firstIndex(of: UInt8(ascii: "?")) ?? end
    host = String(decoding: text[hostStart..<min(slash, hostStart + 255)], as: UTF8.self)
    path = slash < queryStart ? String(decoding: text[slash..<queryStart], as: UTF8.self) : ""
    mirroredRegistry = text[queryStart..<end].dropFirst()
      .split(separator: UInt8(ascii: "&"), maxSplits: 32)
      .first { $0.starts(with: [UInt8(ascii: "n"), UInt8(ascii: "s"), UInt8(ascii: "=")]) }
      .map { String(decoding: $0.dropFirst(3).prefix(255), as: UTF8.self) }
  }

  private static let closers = Array("\"'<>)]}\\`".utf8)
}

// MARK: - What is shown

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
