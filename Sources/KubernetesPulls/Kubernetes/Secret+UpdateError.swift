public import ImagePullCredentials

extension Secret {
  /// Why entries cannot be put into a Secret.
  ///
  /// The text names the Secret and keys, never a value. To ask for a kind of error compare ``code``; two errors are
  /// equal when all of their parts are.
  public struct UpdateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public let code: Code
    /// The byte of the text at which it was noticed; 0 where no single place is wrong.
    public let offset: Int
    /// What is wrong, where, and what would be right.
    public let description: String

    /// An error, as a test may need one.
    public init(code: Code, offset: Int, description: String) {
      self.code = code
      self.offset = offset
      self.description = description
    }

    /// A kind of problem. More may be added; compare with the constants and handle the rest alike.
    public struct Code: StableCode {
      /// The stable name, such as `not-a-secret`.
      public let rawValue: String

      /// The code of that name.
      public init(rawValue: String) { self.rawValue = rawValue }

      /// The text is not what `kubectl get -o json` prints.
      public static let unreadable = Code(rawValue: "unreadable")
      /// The text is not one object of kind `Secret`.
      public static let notASecret = Code(rawValue: "not-a-secret")
      /// The Secret's type is none that holds credentials, or the key that belongs to it is not there.
      public static let notAPullSecret = Code(rawValue: "not-a-pull-secret")
      /// The credential document does not decode.
      public static let malformed = Code(rawValue: "malformed")
      /// An entry has the same key to the kubelet, but not the same bytes.
      public static let keyWrittenDifferently = Code(rawValue: "key-written-differently")
      /// The data would be larger than ``PullSecretManifest/maximumByteCount``.
      public static let tooLarge = Code(rawValue: "too-large")

      /// All codes of this version.
      public static let allCases = [
        unreadable, notASecret, notAPullSecret, malformed, keyWrittenDifferently, tooLarge,
      ]
    }
  }
}
