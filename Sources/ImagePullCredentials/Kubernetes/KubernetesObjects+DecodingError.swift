extension KubernetesObjects {
  /// Why text is not what `kubectl get -o json` prints.
  ///
  /// Two errors are equal when their codes are. The text names the place and the object, never a
  /// value.
  public struct DecodingError: Error, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let code: Code
    /// The byte of the text at which it was noticed: 0 through the text's length.
    public let offset: Int
    /// The line of `offset`, from 1.
    public let line: Int
    /// The column of `offset` in bytes, from 1.
    public let column: Int
    /// The object around `offset`, such as `Secret payments/ecr`; nil where that cannot be told.
    public let object: String?
    /// Where in the document, such as `items[3].data[".dockerconfigjson"]`; empty for the whole of
    /// it.
    public let path: String
    /// What is wrong there and what would be right, without the place.
    public let explanation: String

    /// The place, the object and the explanation: one sentence for a person.
    public var description: String {
      var place = "line \(line), column \(column)"
      if !path.isEmpty { place += ", \(path)" }
      if let object { place += " (\(object))" }
      return "\(place): \(explanation)"
    }
  }
}

extension KubernetesObjects.DecodingError {
  /// A kind of failure. More may be added; compare with the constants and handle the rest alike.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    /// The stable name, such as `type-mismatch`.
    public let description: String

    /// There is nothing but white space.
    public static let empty = Code(description: "empty")
    /// The text begins as JSON and is not, or ends too early.
    public static let invalidJSON = Code(description: "invalid-json")
    /// The text is YAML: `kubectl` ran with `-o yaml`, or this is a manifest file.
    public static let yaml = Code(description: "yaml")
    /// The text is neither JSON nor YAML: a table, an error message, a web page.
    public static let notJSON = Code(description: "not-json")
    /// An object without `kind` is not a Kubernetes object.
    public static let missingKind = Code(description: "missing-kind")
    /// The API server's answer to a failed request, an object of kind `Status`.
    public static let failureStatus = Code(description: "failure-status")
    /// A value is of another type than the API has there.
    public static let typeMismatch = Code(description: "type-mismatch")
    /// A value in a Secret's `data` is not padded standard base64.
    public static let notBase64 = Code(description: "not-base64")
    /// A time is not RFC 3339.
    public static let invalidTimestamp = Code(description: "invalid-timestamp")
    /// Lists stand in lists more than ``KubernetesObjects/maximumListDepth`` deep.
    public static let listsTooDeep = Code(description: "lists-too-deep")
    /// The text is longer than ``KubernetesObjects/maximumByteCount``.
    public static let tooLarge = Code(description: "too-large")
  }
}

extension KubernetesObjects.DecodingError: Hashable {
  /// Whether both are of the same kind, wherever they happened.
  public static func == (one: Self, other: Self) -> Bool { one.code == other.code }

  /// Feeds the code into `hasher`.
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
