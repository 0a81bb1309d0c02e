public import ImagePullCredentials

/// Why the API server does not accept a text as an object's name.
///
/// Compare ``code`` for the kind of error; two errors are equal if all their parts are equal.
public struct ObjectNameError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public let code: Code
  /// The byte offset of the error in the name: 0 through the name's length.
  public let offset: Int
  /// The kind of the object, such as `Secret`.
  public let kind: String

  /// An error, for tests.
  ///
  /// - Parameters:
  ///   - code: what is wrong.
  ///   - offset: the byte offset of the error in the name.
  ///   - kind: the kind of the object, such as `Secret`.
  public init(_ code: Code, at offset: Int, kind: String) {
    self.code = code
    self.offset = offset
    self.kind = kind
  }

  /// What is wrong, at which byte, and what is expected.
  public var description: String { "\(mistake) at byte \(offset) of a \(kind)'s name: \(advice)" }

  private var mistake: String {
    switch code {
    case .empty: "no character"
    case .tooLong: "too many bytes"
    default: "invalid character"
    }
  }

  private var advice: String {
    switch code {
    case .empty: "a name has at least one character"
    case .tooLong: "a name has at most \(offset) bytes"
    default:
      "a name consists of a-z, 0-9 and -, begins and ends with a letter or digit"
        + (kind == ObjectNameRule.namespace.kind ? "" : ", and may have dots between such parts")
    }
  }
}

extension ObjectNameError {
  /// A kind of mistake. More may be added; compare with the constants and have a default for the
  /// rest.
  public struct Code: StableCode {
    /// The stable name, such as `invalid-character`.
    public let rawValue: String

    /// The code of that name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The name is empty.
    public static let empty = Code(rawValue: "empty")
    /// The name has more bytes than the API server accepts.
    public static let tooLong = Code(rawValue: "too-long")
    /// A character that is not allowed in names, or not at its place: `-` and `.` are only allowed
    /// inside.
    public static let invalidCharacter = Code(rawValue: "invalid-character")

    /// All codes of this version.
    public static let allCases = [empty, tooLong, invalidCharacter]
  }
}

/// The API server's rule for the names of a kind of objects.
///
/// Source: staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go, `IsDNS1123Label` and
/// `IsDNS1123Subdomain`, whose parts have no separate limit.
struct ObjectNameRule: Sendable {
  /// The kind of the objects.
  let kind: String
  /// In bytes.
  let maximumLength: Int
  /// Whether there may be several parts, with dots between them.
  let hasParts: Bool

  static let secret = ObjectNameRule(kind: "Secret", maximumLength: 253, hasParts: true)
  static let serviceAccount = ObjectNameRule(
    kind: "ServiceAccount", maximumLength: 253, hasParts: true)
  static let namespace = ObjectNameRule(kind: "Namespace", maximumLength: 63, hasParts: false)

  /// Throws unless `name` follows the rule.
  func check(_ name: String) throws(ObjectNameError) {
    let count = name.utf8.count
    guard count > 0 else { throw ObjectNameError(.empty, at: 0, kind: kind) }
    guard count <= maximumLength else {
      throw ObjectNameError(.tooLong, at: maximumLength, kind: kind)
    }
    if let offset = name.firstByteOutsideName(withParts: hasParts) {
      throw ObjectNameError(.invalidCharacter, at: offset, kind: kind)
    }
  }
}
