extension KubernetesObjects {
  /// Why text is not what `kubectl get -o json` prints.
  ///
  /// The text names the place and the object, never a value. To ask for a kind of error compare ``code``; two errors
  /// are equal when all of their parts are.
  public struct DecodingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public let code: Code
    /// The byte of the text at which it was noticed: 0 through the text's length.
    public let offset: Int
    /// The line of `offset`, from 1.
    public let line: Int
    /// The column of `offset` in bytes, from 1.
    public let column: Int
    /// The object around `offset`: its kind, namespace and name. Nil where that cannot be told.
    public let object: ObjectReference?
    /// Where in the document, such as `items[3].data[".dockerconfigjson"]`; empty for the whole of
    /// it.
    public let path: String
    /// What is wrong there and what would be right, without the place.
    public let explanation: String

    /// An error, as a test may need one.
    public init(
      code: Code, offset: Int, line: Int, column: Int, object: ObjectReference? = nil,
      path: String = "", explanation: String
    ) {
      self.code = code
      self.offset = offset
      self.line = line
      self.column = column
      self.object = object
      self.path = path
      self.explanation = explanation
    }

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
  public struct Code: StableCode {
    /// The stable name, such as `type-mismatch`.
    public let rawValue: String

    /// The code of that name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// There is nothing but white space.
    public static let empty = Code(rawValue: "empty")
    /// The text begins as JSON and is not, or ends too early.
    public static let invalidJSON = Code(rawValue: "invalid-json")
    /// The text is YAML: `kubectl` ran with `-o yaml`, or this is a manifest file.
    public static let yaml = Code(rawValue: "yaml")
    /// The text is neither JSON nor YAML: a table, an error message, a web page.
    public static let notJSON = Code(rawValue: "not-json")
    /// An object without `kind` is not a Kubernetes object.
    public static let missingKind = Code(rawValue: "missing-kind")
    /// The API server's answer to a failed request, an object of kind `Status`.
    public static let failureStatus = Code(rawValue: "failure-status")
    /// An object holds another one in a way that is not known: it is neither a list, nor a watch event, nor an
    /// AdmissionReview of v1 or v1beta1 with a request.
    public static let unknownEnvelope = Code(rawValue: "unknown-envelope")
    /// A value is of another type than the API has there.
    public static let typeMismatch = Code(rawValue: "type-mismatch")
    /// A value in a Secret's `data` is not padded standard base64.
    public static let notBase64 = Code(rawValue: "not-base64")
    /// A time is not RFC 3339.
    public static let invalidTimestamp = Code(rawValue: "invalid-timestamp")
    /// Lists stand in lists more than ``KubernetesObjects/maximumListDepth`` deep.
    public static let listsTooDeep = Code(rawValue: "lists-too-deep")
    /// The text is longer than ``KubernetesObjects/maximumByteCount``.
    public static let tooLarge = Code(rawValue: "too-large")

    /// All codes of this version.
    public static let allCases = [
      empty, invalidJSON, yaml, notJSON, missingKind, failureStatus, unknownEnvelope, typeMismatch,
      notBase64, invalidTimestamp, listsTooDeep, tooLarge,
    ]
  }
}
