/// Writes JSON text, byte for byte as Go's `encoding/json` writes it.
///
/// Strings are escaped as `json.Marshal` does: `<`, `>` and `&`, U+2028 and U+2029, control characters; the rest
/// stays UTF-8. Members keep the order in which they are written.
package struct JSONWriter: Sendable {
  /// What has been written.
  package internal(set) var bytes: [UInt8] = []

  /// How members are laid out.
  package enum Layout: Sendable {
    /// No white space at all.
    case compact
    /// One member a line, each level indented by this many spaces.
    case indented(Int)
  }

  private let layout: Layout
  /// For each open container, whether it has no member yet.
  private var isEmpty: [Bool] = []
  private var followsName = false

  package init(_ layout: Layout = .compact) {
    self.layout = layout
  }

  /// What has been written, as text.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  package mutating func beginObject() { open(UInt8(ascii: "{")) }
  package mutating func endObject() { close(UInt8(ascii: "}")) }
  package mutating func beginArray() { open(UInt8(ascii: "[")) }
  package mutating func endArray() { close(UInt8(ascii: "]")) }

  /// Writes a member's name; its value must follow.
  package mutating func name(_ name: String) { self.name(name.utf8.span) }

  /// Writes a member's name given in UTF-8; its value must follow.
  package mutating func name(_ name: Span<UInt8>) {
    beginValue()
    appendString(name)
    bytes.append(UInt8(ascii: ":"))
    if case .indented = layout { bytes.append(UInt8(ascii: " ")) }
    followsName = true
  }

  package mutating func string(_ text: String) { string(text.utf8.span) }

  /// Writes a string given in UTF-8; bytes that are not well-formed become `\ufffd`.
  package mutating func string(_ text: Span<UInt8>) {
    beginValue()
    appendString(text)
  }

  package mutating func integer(_ value: Int) { raw("\(value)") }
  package mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }
  package mutating func null() { raw("null") }

  /// Writes JSON text unchanged.
  package mutating func raw(_ json: String) { raw(json.utf8.span) }

  /// Writes JSON text unchanged: a value or, in an object, members with commas between them.
  package mutating func raw(_ json: Span<UInt8>) {
    beginValue()
    bytes.append(copying: json)
  }

  private mutating func open(_ bracket: UInt8) {
    beginValue()
    bytes.append(bracket)
    isEmpty.append(true)
  }

  private mutating func close(_ bracket: UInt8) {
    let wasEmpty = isEmpty.popLast() ?? true
    if !wasEmpty { breakLine() }
    bytes.append(bracket)
  }

  /// Writes the separator before a value.
  private mutating func beginValue() {
    if followsName {
      followsName = false
      return
    }
    guard let isFirst = isEmpty.popLast() else { return }
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isEmpty.append(false)
    breakLine()
  }

  private mutating func breakLine() {
    guard case .indented(let width) = layout else { return }
    bytes.append(UInt8(ascii: "\n"))
    for _ in 0..<width * isEmpty.count { bytes.append(UInt8(ascii: " ")) }
  }
}

extension JSONWriter {
  /// Appends `text` in quotes, escaped as by `appendString` in Go's encoding/json/encode.go with HTML escaping
  /// on.
  mutating func appendString(_ text: Span<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte < 0x80 {
        appendASCII(byte)
        index += 1
      } else if let length = text.wellFormedLength(at: index, before: text.count) {
        appendScalar(text.extracting(index..<index + length))
        index += length
      } else {
        append(escape: 0xFFFD)
        index += 1
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func appendASCII(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(escaped: byte)
    case 0x08: append(escaped: UInt8(ascii: "b"))
    case 0x0C: append(escaped: UInt8(ascii: "f"))
    case 0x0A: append(escaped: UInt8(ascii: "n"))
    case 0x0D: append(escaped: UInt8(ascii: "r"))
    case 0x09: append(escaped: UInt8(ascii: "t"))
    case 0x00..<0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"):
      append(escape: UInt16(byte))
    default: bytes.append(byte)
    }
  }

  /// U+2028 and U+2029 are line ends in JavaScript, so Go escapes them.
  private mutating func appendScalar(_ scalar: Span<UInt8>) {
    if scalar.count == 3, scalar[0] == 0xE2, scalar[1] == 0x80, scalar[2] & 0xFE == 0xA8 {
      append(escape: 0x2000 | UInt16(scalar[2] & 0x3F))
    } else {
      bytes.append(copying: scalar)
    }
  }

  private mutating func append(escaped byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    bytes.append(byte)
  }

  private mutating func append(escape unit: UInt16) {
    append(escaped: UInt8(ascii: "u"))
    for shift in stride(from: 12, through: 0, by: -4) {
      bytes.append(UInt8(hexDigit: UInt8(unit >> UInt16(shift) & 0xF)))
    }
  }
}
