import ImagePullCredentials
import ManifestYAML

/// The format of a manifest.
enum ManifestFormat: String, Sendable, CaseIterable {
  case json
  case yaml

  /// `json`, a manifest or patch, in the format.
  ///
  /// - Throws: ``ManifestFormatError``, and ``JSONError`` for text that is not JSON.
  func encode(_ json: [UInt8]) throws -> [UInt8] {
    switch self {
    case .json: json
    case .yaml: Array(try YAMLValue(json: json).document.utf8)
    }
  }
}

/// Why a manifest is not written.
enum ManifestFormatError: CommandError {
  case tooDeep

  var message: SafeText {
    switch self {
    case .tooDeep: "the manifest is nested too deeply to be written as YAML; take -o json"
    }
  }
}

extension Option {
  static let manifestFormat = Option(
    "output", short: "o", value: "FORMAT", help: "json (default) or yaml.")
}

/// A JSON value, to be written as YAML in kubectl's style: members sorted by name, items not
/// indented.
///
/// Strings of several lines are in double quotes; kubectl writes blocks. Source: `Marshal`,
/// sigs.k8s.io/yaml, and goyaml v2's encode.go.
private indirect enum YAMLValue {
  case object([(name: String, value: YAMLValue)])
  case array([YAMLValue])
  case string(String)
  /// A number, a boolean or null, as written.
  case plain(String)

  /// The deepest nesting: no manifest has more, and reading and writing recurse.
  private static let maximumDepth = 100

  init(json: [UInt8]) throws {
    var reader = JSONReader(json.span)
    self = try YAMLValue(&reader, json, depth: 0)
  }

  private init(_ reader: inout JSONReader, _ json: [UInt8], depth: Int) throws {
    guard depth <= Self.maximumDepth else { throw ManifestFormatError.tooDeep }
    switch try reader.kind() {
    case .object:
      var members: [(name: String, value: YAMLValue)] = []
      var rest = try reader.beginObject()
      while let name = try reader.nextName(&rest) {
        members.append((reader.text(name), try YAMLValue(&reader, json, depth: depth + 1)))
      }
      self = .object(
        members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
    case .array:
      var elements: [YAMLValue] = []
      var rest = try reader.beginArray()
      while try reader.nextElement(&rest) {
        elements.append(try YAMLValue(&reader, json, depth: depth + 1))
      }
      self = .array(elements)
    case .string: self = .string(reader.text(try reader.string()))
    case .number, .bool, .null:
      let start = reader.offset
      try reader.skipValue()
      self = .plain(String(decoding: json[start..<reader.offset], as: UTF8.self))
    }
  }

  /// The document.
  var document: String {
    var text = ""
    write(to: &text, indent: 0, isInline: true)
    return text.utf8.last == UInt8(ascii: "\n") ? text : text + "\n"
  }

  /// Writes the value at the beginning of a line, or within a line.
  private func write(to text: inout String, indent: Int, isInline: Bool) {
    let margin = String(repeating: " ", count: indent)
    switch self {
    case .object(let members):
      for (index, member) in members.enumerated() {
        if index > 0 || !isInline { text += margin }
        text += Self.scalar(member.name) + ":"
        member.value.writeMember(to: &text, indent: indent)
      }
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        if index > 0 || !isInline { text += margin }
        text += "- "
        if element.isBlock {
          element.write(to: &text, indent: indent + 2, isInline: true)
        } else {
          text += element.flow + "\n"
        }
      }
    case .string, .plain: text += flow
    }
  }

  private func writeMember(to text: inout String, indent: Int) {
    guard isBlock else {
      text += " \(flow)\n"
      return
    }
    text += "\n"
    if case .array = self {
      write(to: &text, indent: indent, isInline: false)
    } else {
      write(to: &text, indent: indent + 2, isInline: false)
    }
  }

  /// Whether it needs its own lines.
  private var isBlock: Bool {
    switch self {
    case .object(let members): !members.isEmpty
    case .array(let elements): !elements.isEmpty
    case .string, .plain: false
    }
  }

  private var flow: String {
    switch self {
    case .object: "{}"
    case .array: "[]"
    case .string(let text): Self.scalar(text)
    case .plain(let text): text
    }
  }

  /// A string without quotes if YAML reads it as that string, otherwise in double quotes.
  private static func scalar(_ text: String) -> String {
    var writer = JSONWriter()
    writer.string(text)
    let quoted = writer.text.withoutUnprintable
    guard text.utf8.first?.isPlainStart == true, text.utf8.allSatisfy(\.isPlain),
      text.utf8.last != UInt8(ascii: ":"), !text.mayBeTimestamp
    else { return quoted }
    let bytes = Array(text.utf8)
    var reader = YAMLReader(bytes.span)
    do throws(YAMLError) {
      guard let document = try reader.next() else { return quoted }
      let read = [UInt8](copying: document.json)
      return read.elementsEqual(quoted.utf8) ? text : quoted
    } catch {
      return quoted
    }
  }
}

extension String {
  /// The JSON text of a string, with escapes for characters that YAML does not allow or reads as a
  /// line end.
  fileprivate var withoutUnprintable: String {
    guard unicodeScalars.contains(where: \.isUnprintable) else { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      guard scalar.isUnprintable else { return text.unicodeScalars.append(scalar) }
      let digits = String(scalar.value, radix: 16)
      text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }
  }

  /// Whether goyaml may read a time: it would still be a string, but kubectl quotes it. Source:
  /// `parseTimestamp`, resolve.go.
  fileprivate var mayBeTimestamp: Bool {
    let start = utf8.prefix(5)
    return start.count == 5 && start.last == UInt8(ascii: "-")
      && start.dropLast().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}

extension Unicode.Scalar {
  fileprivate var isUnprintable: Bool {
    switch value {
    case 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }
}

extension UInt8 {
  fileprivate var isPlainStart: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "/"):
      true
    default: false
    }
  }

  fileprivate var isPlain: Bool { isPlainStart || "-_+=:".utf8.contains(self) }
}
