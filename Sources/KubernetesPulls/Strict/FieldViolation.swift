public import ImagePullCredentials

/// A rule of the kubelet that a document violates, and the field.
///
/// Compare ``code`` for the kind of violation; two are equal if all their parts are equal.
public struct FieldViolation: Error, Sendable, Hashable {
  /// The rule.
  public let code: Code
  /// The file, if the document is from one.
  public let file: String?
  /// The field, such as `providers[0].matchImages[2]`; empty for the whole document.
  public let path: String
  /// What is wrong and what is expected. It contains no password or token.
  public let explanation: String
  /// The byte offset of the field in the document, if it is known.
  public let offset: Int?

  /// A violation, for tests.
  ///
  /// - Parameters:
  ///   - code: the rule.
  ///   - path: the field; empty for the whole document.
  ///   - offset: the byte offset of the field in the document, if it is known.
  ///   - file: the file, if the document is from one.
  ///   - explanation: what is wrong and what is expected. It is shown, so it must not contain a
  ///     secret.
  public init(
    _ code: Code, at path: String, offset: Int? = nil, file: String? = nil, _ explanation: String
  ) {
    self.code = code
    self.file = file
    self.path = path
    self.explanation = explanation
    self.offset = offset
  }

  /// The same violation, for the document in `file`.
  package func inFile(_ file: String?) -> FieldViolation {
    FieldViolation(code, at: path, offset: offset, file: file, explanation)
  }
}

extension FieldViolation: CustomStringConvertible {
  /// Such as `/etc/providers.json: providers[0].name: the name contains a space; …`.
  public var description: String {
    // For text that is not JSON, the explanation has line and column.
    let byte = code == .invalidJSON ? nil : offset.map { "byte \($0)" }
    let place = [file, path.isEmpty ? nil : path, byte].compactMap { $0 }
    return (place + [explanation]).joined(separator: ": ").printable
  }
}

extension FieldViolation {
  /// A rule. More may be added; compare with the constants and have a default for the rest.
  public struct Code: StableCode {
    /// The stable name, such as `unknown-field`.
    public let rawValue: String

    /// The code of that name.
    public init(rawValue: String) { self.rawValue = rawValue }

    package init(_ name: String) { rawValue = name }

    /// All codes of strict decoding; `NodeCredentials` adds those for the documents of a node.
    public static let allCases = [
      yaml, invalidJSON, wrongKind, wrongAPIVersion, unknownField, duplicateField, typeMismatch,
      invalidDuration, invalidTime,
    ]
  }
}

// MARK: - Rules of strict decoding

extension FieldViolation.Code {
  /// The document is not a JSON object, so the kubelet reads it as YAML.
  public static let yaml = Self("yaml")
  /// The document is not JSON.
  public static let invalidJSON = Self("invalid-json")
  /// `kind` is missing or wrong.
  public static let wrongKind = Self("wrong-kind")
  /// `apiVersion` of the document is missing or wrong.
  public static let wrongAPIVersion = Self("wrong-api-version")
  /// The object has no field with this name; names are case-sensitive.
  public static let unknownField = Self("unknown-field")
  /// The object has the field twice.
  public static let duplicateField = Self("duplicate-field")
  /// The value's JSON type is not that of the field.
  public static let typeMismatch = Self("type-mismatch")
  /// A duration that Go's `time.ParseDuration` rejects.
  public static let invalidDuration = Self("invalid-duration")
  /// A time that is not in RFC 3339 format.
  public static let invalidTime = Self("invalid-time")
}

extension FieldViolation {
  /// The violation that `bytes` are not JSON.
  package init(_ error: JSONError, in bytes: Span<UInt8>) {
    let position = TextPosition(of: error.offset, in: bytes)
    let reason = JSONReader(bytes).isBlank ? "the document is empty" : error.code.rawValue
    self.init(
      .invalidJSON, at: "", offset: error.offset,
      "line \(position.line), column \(position.column): \(reason)")
  }
}

// MARK: - Paths

/// The path of a field in a JSON document, in Kubernetes' format: `providers[0].name`.
struct FieldPath: CustomStringConvertible {
  private enum Component {
    case field(String)
    case index(Int)
  }

  private var components: [Component] = []

  /// Whether it is the path of the document itself.
  var isRoot: Bool { components.isEmpty }

  mutating func append(field: String) { components.append(.field(field)) }
  mutating func append(index: Int) { components.append(.index(index)) }
  mutating func removeLast() { _ = components.popLast() }

  var description: String {
    components.reduce(into: "") { text, component in
      switch component {
      case .field(let name): text += text.isEmpty ? name : ".\(name)"
      case .index(let index): text += "[\(index)]"
      }
    }
  }
}
