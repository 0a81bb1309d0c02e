package import ImagePullCredentials

/// One rule of the kubelet that a document breaks, and in which field.
public struct FieldViolation: Error, Sendable, Hashable {
  /// Which rule.
  public let code: Code
  /// The file, where the document was read from one.
  public let file: String?
  /// The field, such as `providers[0].matchImages[2]`; empty when it is the document as a whole.
  public let path: String
  /// What is wrong and what would be right. No password or token is in it.
  public let sentence: String
  /// The byte of the document at which the field stands, where that is known.
  public let offset: Int?

  /// A violation, as tests make it.
  ///
  /// - Parameters:
  ///   - code: Which rule.
  ///   - path: The field; empty when it is the document as a whole.
  ///   - offset: The byte of the document at which the field is, where that is known.
  ///   - file: The file, where the document was read from one.
  ///   - sentence: What is wrong and what would be right. It is shown, so it must hold no secret.
  public init(
    _ code: Code, at path: String, offset: Int? = nil, file: String? = nil, _ sentence: String
  ) {
    self.code = code
    self.file = file
    self.path = path
    self.sentence = sentence
    self.offset = offset
  }

  /// The same violation, of the document in `file`.
  package func inFile(_ file: String?) -> FieldViolation {
    FieldViolation(code, at: path, offset: offset, file: file, sentence)
  }
}

extension FieldViolation: CustomStringConvertible {
  /// Such as `/etc/providers.json: providers[0].name: the name contains a space; …`.
  public var description: String {
    let place = [file, path.isEmpty ? nil : path, offset.map { "byte \($0)" }].compactMap { $0 }
    return (place + [sentence]).joined(separator: ": ").printable
  }
}

extension FieldViolation {
  /// The rules, of which there may be more one day.
  public struct Code: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    /// A stable name in kebab-case.
    public let rawValue: String

    /// The rule of this name.
    public init(rawValue: String) { self.rawValue = rawValue }

    package init(_ name: String) { rawValue = name }

    /// The name.
    public var description: String { rawValue }
  }
}

// MARK: - Rules of strict decoding

extension FieldViolation.Code {
  /// The document is no JSON object, so that the kubelet reads it as YAML.
  public static let yaml = Self("yaml")
  /// The document is not JSON.
  public static let invalidJSON = Self("invalid-json")
  /// `kind` is missing or another one.
  public static let wrongKind = Self("wrong-kind")
  /// `apiVersion` of the document is missing or another one.
  public static let wrongAPIVersion = Self("wrong-api-version")
  /// The object has no field of this name; letter case counts.
  public static let unknownField = Self("unknown-field")
  /// The object has the field twice.
  public static let duplicateField = Self("duplicate-field")
  /// The value is of another JSON type than the field's.
  public static let typeMismatch = Self("type-mismatch")
  /// A duration that Go's `time.ParseDuration` refuses.
  public static let invalidDuration = Self("invalid-duration")
  /// A time that is not of the form of RFC 3339.
  public static let invalidTime = Self("invalid-time")
}

extension FieldViolation {
  /// That `bytes` are no JSON.
  package init(_ error: JSONError, in bytes: Span<UInt8>) {
    let position = TextPosition(of: error.offset, in: bytes)
    self.init(
      .invalidJSON, at: "", offset: error.offset,
      "line \(position.line), column \(position.column): \(error.code.rawValue)")
  }
}

// MARK: - Paths

/// The way to a field of a JSON document, printed as Kubernetes prints it: `providers[0].name`.
struct FieldPath: CustomStringConvertible {
  private enum Component {
    case field(String)
    case index(Int)
  }

  private var components: [Component] = []

  /// Whether it is the way to the document itself.
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
