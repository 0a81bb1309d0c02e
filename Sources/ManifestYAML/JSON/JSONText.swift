/// JSON text as Go's `encoding/json` writes it.
struct JSONText {
  private(set) var bytes: [UInt8] = []

  @inline(__always)
  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func append(integer value: Int64) { append("\(value)") }

  /// Writes the comma before a member or element, unless it is the first one.
  mutating func separate() {
    switch bytes.last {
    case UInt8(ascii: "{"), UInt8(ascii: "["), nil: break
    default: bytes.append(UInt8(ascii: ","))
    }
  }

  @inline(__always)
  mutating func append(string slice: Slice, of text: Span<UInt8>, _ scratch: [UInt8]) {
    if slice.isInScratch {
      append(string: scratch.span.extracting(slice.range))
    } else {
      append(string: text.extracting(slice.range))
    }
  }

  /// Appends a string with its quotes. Controls, `"`, `\`, `<`, `>`, `&`, U+2028 and U+2029 are escaped; bytes that are not
  /// UTF-8 become `\ufffd`.
  mutating func append(string text: Span<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    var start = 0
    var index = 0
    while index < text.count {
      let byte = text[index]
      if Self.isPlain(byte) {
        index += 1
        continue
      }
      let width = byte < 0x80 ? 1 : text.wellFormedLength(at: index)
      let isKept = byte >= 0x80 && width > 0 && !(width == 3 && text.isUnicodeBreak(at: index))
      if isKept {
        index += width
        continue
      }
      bytes.append(copying: text, start..<index)
      appendEscape(of: byte, isSeparator: width == 3 ? text[index + 2] : nil)
      index += max(width, 1)
      start = index
    }
    bytes.append(copying: text, start..<text.count)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Whether a byte is written as it is.
  @inline(__always)
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-")...UInt8(ascii: ":"): true
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "&"):
      false
    default: byte >= UInt8(ascii: " ") && byte < 0x80
    }
  }

  /// Appends the escape of one ASCII character, of a separator U+2028 or U+2029 whose last byte is given, or of a byte that is
  /// no UTF-8.
  private mutating func appendEscape(of byte: UInt8, isSeparator last: UInt8?) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case UInt8(ascii: "\n"): bytes.append(UInt8(ascii: "n"))
    case UInt8(ascii: "\r"): bytes.append(UInt8(ascii: "r"))
    case UInt8(ascii: "\t"): bytes.append(UInt8(ascii: "t"))
    case 0x80...: append(last == nil ? "ufffd" : last == 0xA8 ? "u2028" : "u2029")
    default:
      append("u00")
      bytes.append(UInt8(hexadecimalDigit: byte >> 4))
      bytes.append(UInt8(hexadecimalDigit: byte & 0xF))
    }
  }
}

extension UInt8 {
  /// The lower-case digit of a value below 16.
  fileprivate init(hexadecimalDigit value: UInt8) {
    self = value &+ (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") &- 10)
  }
}

extension Span<UInt8> {
  /// The length of the well-formed sequence of more than one byte at `index` (Unicode, table 3-7); 0 if there is none.
  func wellFormedLength(at index: Int) -> Int {
    let length: Int
    let second: ClosedRange<UInt8>
    switch self[index] {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return 0
    }
    guard index + length <= count, second.contains(self[index + 1]) else { return 0 }
    for next in index + 2..<index + length where self[next] & 0xC0 != 0x80 { return 0 }
    return length
  }
}
