// URLs in a message, and the part of a message that is shown.

import ImagePullCredentials

/// A URL in a message.
struct MessageURL {
  /// Where it ends.
  let end: Int
  /// Where its query begins, or its end.
  let queryStart: Int
  /// Where its host begins, after a user.
  let hostStart: Int
  let host: String
  let path: String
  /// The registry that a mirror request is for: containerd's parameter `ns`.
  let mirroredRegistry: String?
  /// Whether its scheme is that of a registry request.
  let isRequest: Bool
  /// Where the part after `://` begins.
  let authorityStart: Int

  /// The URL at `start`; nil if there is none. It ends before white space and quotes, and before a
  /// final colon or comma.
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

// MARK: - Excerpts

/// The part of a message that is shown: one line, with a maximum length, and without the queries and
/// users of URLs, which may be secret.
enum MessageExcerpt {
  /// The most bytes that are shown.
  static let maximumLength = 280
  /// The path of longer URLs is left out.
  private static let maximumURLLength = 60
  /// If there is not enough room, only this much of longer digests is kept.
  private static let maximumDigestLength = 31
  private static let digestStartLength = 12

  /// The text in `range`; if it is too long, its beginning and the text around `decisive`.
  static func make(_ text: [UInt8], _ range: Range<Int>, around decisive: Int) -> String {
    let whole = Line(text, range, around: decisive, hasShortDigests: false)
    guard whole.bytes.count > maximumLength else { return string(whole.bytes[...]) }
    let line = Line(text, range, around: decisive, hasShortDigests: true)
    let (shown, half) = (line.bytes, maximumLength / 2)
    guard shown.count > maximumLength else { return string(shown[...]) }
    let start = min(max(line.mark - half / 2, half), shown.count - half)
    guard start > half else { return string(shown.prefix(maximumLength)) + "…" }
    let rest = shown[start...].prefix(half)
    return string(untilSpace(shown.prefix(half))) + " … " + string(fromSpace(rest))
      + (rest.endIndex < shown.count ? "…" : "")
  }

  /// A message on one line.
  private struct Line {
    var bytes: [UInt8] = []
    /// Where the decisive part begins.
    var mark = 0

    init(_ text: [UInt8], _ range: Range<Int>, around decisive: Int, hasShortDigests: Bool) {
      var offset = range.lowerBound
      while offset < range.upperBound {
        if mark == 0, offset >= decisive { mark = bytes.count }
        let isStart = isWordStart(text, offset, range)
        if isStart, let url = MessageURL(text, at: offset, end: range.upperBound) {
          bytes += text[offset..<url.authorityStart]
          // The path of a long URL adds nothing to the image.
          if url.queryStart - offset <= maximumURLLength {
            bytes += text[url.hostStart..<url.queryStart]
          } else {
            bytes += url.host.utf8
            bytes += "/…".utf8
          }
          offset = url.end
          continue
        }
        if hasShortDigests, isStart || text[offset - 1] == UInt8(ascii: ":") {
          let length = text[offset..<range.upperBound].prefix(while: \.isHexDigit).count
          if length > maximumDigestLength {
            bytes += text[offset...].prefix(digestStartLength)
            bytes += "…".utf8
            offset += length
            continue
          }
        }
        let byte = text[offset]
        if byte > UInt8(ascii: " ") {
          bytes.append(byte)
        } else if bytes.last != UInt8(ascii: " ") {
          bytes.append(UInt8(ascii: " "))
        }
        offset += 1
      }
    }
  }

  private static func isWordStart(_ text: [UInt8], _ offset: Int, _ range: Range<Int>) -> Bool {
    guard offset > range.lowerBound else { return true }
    return text[offset - 1].isMessageSeparator || text[offset - 1] == UInt8(ascii: "\"")
  }

  /// Without a truncated last word, if it is short.
  private static func untilSpace(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.suffix(maximumWordLength).lastIndex(of: UInt8(ascii: " ")).map { bytes[..<$0] } ?? bytes
  }

  /// Without a truncated first word, if it is short.
  private static func fromSpace(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.prefix(maximumWordLength).firstIndex(of: UInt8(ascii: " ")).map { bytes[($0 + 1)...] }
      ?? bytes
  }

  private static let maximumWordLength = 24

  private static func string(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self).printable
  }
}

extension UInt8 {
  fileprivate var isHexDigit: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
    default: false
    }
  }
}
