import ImagePullCredentials

/// The mirrors that CRI-O lists before what the registry itself said:
/// `(Mirrors also failed: [mirror/image: error]): image: error`.
///
/// Source: containers/image, docker/docker_image_src.go.
struct MirrorList {
  private(set) var mirrors: [PullAttempt.MirrorFailure] = []
  /// Where the registry's own error begins.
  private(set) var end: Int

  /// How many mirrors are kept.
  private static let maximumCount = 8
  private static let opening = Array("(Mirrors also failed: ".utf8)

  /// Nil unless `range` begins with such a list.
  init?(_ text: [UInt8], in range: Range<Int>) {
    end = range.lowerBound
    guard text[range].starts(with: Self.opening) else { return nil }
    // The errors may hold brackets of their own, mostly in pairs.
    var depth = 0
    var start = range.lowerBound
    var offset = range.lowerBound + Self.opening.count
    loop: while offset < range.upperBound {
      switch text[offset] {
      case UInt8(ascii: "["):
        if depth == 0 { start = offset + 1 }
        depth += 1
      case UInt8(ascii: "]"):
        depth -= 1
        if depth == 0, mirrors.count < Self.maximumCount { add(text, start..<offset) }
      case UInt8(ascii: ")") where depth <= 0: break loop
      default: break
      }
      offset += 1
    }
    offset = min(offset + 1, range.upperBound)
    end = Self.endOfName(text, in: offset..<range.upperBound)
  }

  private mutating func add(_ text: [UInt8], _ range: Range<Int>) {
    let error = Self.endOfName(text, in: range)
    let facts = MessageScanner(text, in: error..<range.upperBound).facts
    let host = text[range].prefix { $0 != UInt8(ascii: "/") && $0 > UInt8(ascii: " ") }
    mirrors.append(
      PullAttempt.MirrorFailure(
        host: String(decoding: host.prefix(255), as: UTF8.self), failure: facts.failure ?? .other,
        text: MessageExcerpt.make(
          text, error..<range.upperBound, around: facts.offset ?? error)))
  }

  /// Where the text behind a name and its colon begins.
  private static func endOfName(_ text: [UInt8], in range: Range<Int>) -> Int {
    var offset = range.lowerBound
    while offset < range.upperBound,
      text[offset] == UInt8(ascii: ":") || text[offset] == UInt8(ascii: " ")
    {
      offset += 1
    }
    while offset < range.upperBound, text[offset] > UInt8(ascii: " ") { offset += 1 }
    return min(offset + 1, range.upperBound)
  }
}
