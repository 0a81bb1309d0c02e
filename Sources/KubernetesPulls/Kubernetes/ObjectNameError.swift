public import ImagePullCredentials

/// Why a text is no name that the API server takes for an object.
///
/// To ask for a kind of error compare ``code``; two errors are equal when all of their parts are.
public struct ObjectNameError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public let code: Code
  /// The byte of the name, in UTF-8, at which it was noticed: 0 through the name's length.
  public let offset: Int
  /// What was to be named, such as `Secret`.
  public let kind: String

  /// An error, as a test may need one.
  ///
  /// - Parameters:
  ///   - code: what is wrong.
  ///   - offset: the byte of the name at which it is noticed.
  ///   - kind: what was to be named, such as `Secret`.
  public init(_ code: Code, at offset: Int, kind: String) {
    self.code = code
    self.offset = offset
    self.kind = kind
  }

  /// What is wrong, at which byte, and what would be right.
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
  /// A kind of mistake. More may be added; compare with the constants and handle the rest alike.
  public struct Code: StableCode {
    /// The stable name, such as `invalid-character`.
    public let rawValue: String

    /// The code of that name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// There is no character.
    public static let empty = Code(rawValue: "empty")
    /// There are more bytes than the API server takes.
    public static let tooLong = Code(rawValue: "too-long")
    /// A character that no name has, or none that stands there: `-` and `.` stand inside only.
    public static let invalidCharacter = Code(rawValue: "invalid-character")

    /// All codes of this version.
    public static let allCases = [empty, tooLong, invalidCharacter]
  }
}

/// What the API server takes for the names of a kind of objects.
///
/// Source: staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go, `IsDNS1123Label` and
/// `IsDNS1123Subdomain`, whose parts have no limit of their own.
struct ObjectNameRule: Sendable {
  /// What is named.
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
