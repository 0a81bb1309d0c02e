/// Why a text is no name that the API server takes for an object.
///
/// Two errors are equal when their codes are.
public struct ObjectNameError: Error, Sendable, CustomStringConvertible {
  /// What is wrong.
  public let code: Code
  /// The byte of the name, in UTF-8, at which it was noticed: 0 through the name's length.
  public let offset: Int
  /// What was to be named, such as `Secret`.
  public let kind: String

  /// What is wrong, at which byte, and what would be right.
  public var description: String { "\(code) at byte \(offset) of a \(kind)'s name: \(advice)" }

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
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    /// The mistake in words, such as `invalid character`.
    public let description: String

    /// There is no character.
    public static let empty = Code(description: "no character")
    /// There are more bytes than the API server takes.
    public static let tooLong = Code(description: "too many bytes")
    /// A character that no name has, or none that stands there: `-` and `.` stand inside only.
    public static let invalidCharacter = Code(description: "invalid character")
  }
}

extension ObjectNameError: Hashable {
  /// Whether both are of the same kind, wherever they happened.
  public static func == (one: Self, other: Self) -> Bool { one.code == other.code }

  /// Feeds the code into `hasher`.
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
