extension DockerConfig {
  /// Why a credential document cannot be decoded. One such document in a Pod's list stops every pull of the Pod.
  ///
  /// Two errors are equal when their codes are. The text names the place and the registry key, never a value.
  public struct DecodingError: Error, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let code: Code
    /// The byte of the document at which it was noticed: 0 through the document's length.
    public let offset: Int
    /// The line of `offset`, from 1.
    public let line: Int
    /// The column of `offset` in bytes, from 1.
    public let column: Int
    /// Where in the document, such as `auths["ghcr.io"].auth`; empty for the whole of it.
    public let path: String
    /// What is wrong there and what would be right, without the place.
    public let explanation: String

    /// The place and the explanation: one sentence for a person.
    public var description: String {
      "line \(line), column \(column)\(path.isEmpty ? "" : ", \(path)"): \(explanation)"
    }
  }
}

extension DockerConfig.DecodingError {
  /// A kind of failure. More may be added; compare with the constants and handle the rest alike.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    /// The stable name, such as `auth-not-base64`.
    public let description: String

    /// The text is not JSON as Go's `encoding/json` reads it.
    public static let invalidJSON = Code(description: "invalid-json")
    /// A value is of a type that the kubelet does not take there.
    public static let typeMismatch = Code(description: "type-mismatch")
    /// `auth` is not standard base64, padded or unpadded.
    public static let authNotBase64 = Code(description: "auth-not-base64")
    /// `auth` decodes to text without a colon.
    public static let authWithoutColon = Code(description: "auth-without-colon")
    /// `auth` decodes to bytes that are not UTF-8, which the kubelet could not hand to the container runtime.
    public static let authNotUTF8 = Code(description: "auth-not-utf8")
    /// The document is larger than ``DockerConfig/maximumByteCount``.
    public static let tooLarge = Code(description: "too-large")
    /// The document has more entries than ``DockerConfig/maximumEntryCount``.
    public static let tooManyEntries = Code(description: "too-many-entries")
  }
}

extension DockerConfig.DecodingError: Hashable {
  /// Whether both are of the same kind, wherever they happened.
  public static func == (one: Self, other: Self) -> Bool { one.code == other.code }

  /// Feeds the code into `hasher`.
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
