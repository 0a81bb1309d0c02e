extension DockerConfig {
  /// Why a credential document cannot be decoded. One such document in a Pod's list stops every pull of the Pod.
  ///
  /// The text names the place and the registry key, never a value. To ask for a kind of error compare ``code``; two
  /// errors are equal when all of their parts are.
  public struct DecodingError: Error, Sendable, Hashable, CustomStringConvertible {
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

    /// An error, as a test may need one.
    ///
    /// - Parameters:
    ///   - code: what is wrong.
    ///   - offset: the byte of the document at which it is noticed.
    ///   - line: the line of `offset`, from 1.
    ///   - column: the column of `offset` in bytes, from 1.
    ///   - path: where in the document; empty for the whole of it.
    ///   - explanation: what is wrong there and what would be right. It is shown, so it must hold no secret.
    public init(
      code: Code, offset: Int, line: Int, column: Int, path: String = "", explanation: String
    ) {
      self.code = code
      self.offset = offset
      self.line = line
      self.column = column
      self.path = path
      self.explanation = explanation
    }

    /// The place and the explanation: one sentence for a person.
    public var description: String {
      "line \(line), column \(column)\(path.isEmpty ? "" : ", \(path)"): \(explanation)"
    }
  }
}

extension DockerConfig.DecodingError {
  /// A kind of failure. More may be added; compare with the constants and handle the rest alike.
  public struct Code: StableCode {
    /// The stable name, such as `auth-not-base64`.
    public let rawValue: String

    /// The code of that name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The text is not JSON as Go's `encoding/json` reads it.
    public static let invalidJSON = Code(rawValue: "invalid-json")
    /// A value is of a type that the kubelet does not take there.
    public static let typeMismatch = Code(rawValue: "type-mismatch")
    /// `auth` is not standard base64, padded or unpadded.
    public static let authNotBase64 = Code(rawValue: "auth-not-base64")
    /// `auth` decodes to text without a colon.
    public static let authWithoutColon = Code(rawValue: "auth-without-colon")
    /// `auth` decodes to bytes that are not UTF-8, which the kubelet could not hand to the container runtime.
    public static let authNotUTF8 = Code(rawValue: "auth-not-utf8")
    /// The document is larger than ``DockerConfig/maximumByteCount``.
    public static let tooLarge = Code(rawValue: "too-large")
    /// The document has more entries than ``DockerConfig/maximumEntryCount``.
    public static let tooManyEntries = Code(rawValue: "too-many-entries")

    /// All codes of this version.
    public static let allCases = [
      invalidJSON, typeMismatch, authNotBase64, authWithoutColon, authNotUTF8, tooLarge,
      tooManyEntries,
    ]
  }
}
