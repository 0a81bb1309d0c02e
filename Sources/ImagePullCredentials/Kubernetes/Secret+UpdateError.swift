extension Secret {
  /// Why entries cannot be put into a Secret.
  ///
  /// Two errors are equal when their codes are. The text names the Secret and keys, never a value.
  public struct UpdateError: Error, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let code: Code
    /// The byte of the text at which it was noticed; 0 where no single place is wrong.
    public let offset: Int
    /// What is wrong, where, and what would be right.
    public let description: String

    /// A kind of problem. More may be added; compare with the constants and handle the rest alike.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
      /// The stable name, such as `not-a-secret`.
      public let description: String

      /// The text is not what `kubectl get -o json` prints.
      public static let unreadable = Code(description: "unreadable")
      /// The text is not one object of kind `Secret`.
      public static let notASecret = Code(description: "not-a-secret")
      /// The Secret's type is none that holds credentials, or the key that belongs to it is not there.
      public static let notAPullSecret = Code(description: "not-a-pull-secret")
      /// The credential document does not decode.
      public static let malformed = Code(description: "malformed")
      /// An entry has the same key to the kubelet, but not the same bytes.
      public static let keyWrittenDifferently = Code(description: "key-written-differently")
      /// The data would be larger than ``PullSecretManifest/maximumByteCount``.
      public static let tooLarge = Code(description: "too-large")
    }
  }
}

extension Secret.UpdateError: Hashable {
  /// Whether both are of the same kind, wherever they happened.
  public static func == (one: Self, other: Self) -> Bool { one.code == other.code }

  /// Feeds the code into `hasher`.
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
