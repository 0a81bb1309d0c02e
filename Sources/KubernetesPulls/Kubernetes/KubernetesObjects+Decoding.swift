public import ImagePullCredentials

extension KubernetesObjects {
  /// Decodes the output of `kubectl get -o json`: one object, a list, or several documents in a row. A document may
  /// also be a line of a watch, which is applied as by ``apply(_:)``, or an AdmissionReview, whose object is added.
  ///
  /// Objects of kinds that are not related to pulls are skipped, and so are unknown fields. Field names are exact, as
  /// in the API server. Time is linear in the length of the text.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - defaultNamespace: the namespace of objects without one, such as manifests before `kubectl apply`.
  /// - Throws: ``DecodingError`` if the text is not JSON or is empty, or if a field that pulls depend on has a wrong
  ///   type. A Secret with a malformed credential document is not an error here: see ``Secret/Content``.
  public init(json text: String, defaultNamespace: String = "default") throws(DecodingError) {
    try self.init(json: text.utf8.span, defaultNamespace: defaultNamespace)
  }

  /// Decodes the output of `kubectl get -o json` from its bytes. See ``init(json:defaultNamespace:)-(String,_)``.
  ///
  /// - Parameters:
  ///   - bytes: the text, in UTF-8.
  ///   - defaultNamespace: the namespace of objects without one.
  /// - Throws: ``DecodingError``, as ``init(json:defaultNamespace:)-(String,_)`` does.
  public init(json bytes: [UInt8], defaultNamespace: String = "default") throws(DecodingError) {
    try self.init(json: bytes.span, defaultNamespace: defaultNamespace)
  }

  /// Decodes the output of `kubectl get -o json` from its bytes. See ``init(json:defaultNamespace:)-(String,_)``.
  ///
  /// - Parameters:
  ///   - bytes: the text, in UTF-8.
  ///   - defaultNamespace: the namespace of objects without one.
  /// - Throws: ``DecodingError``, as ``init(json:defaultNamespace:)-(String,_)`` does.
  public init(
    json bytes: Span<UInt8>, defaultNamespace: String = "default"
  ) throws(DecodingError) {
    self.init()
    var reader = ObjectReader(bytes, defaultNamespace: defaultNamespace)
    while let event = try reader.next() { apply(event) }
  }

  /// Decodes the output of `kubectl get -o json` and skips single malformed objects, so that one malformed Secret of a
  /// cluster does not hide the others.
  ///
  /// ```swift
  /// var malformed: [KubernetesObjects.DecodingError] = []
  /// let objects = try KubernetesObjects(json: bytes.span) { malformed.append($0) }
  /// ```
  ///
  /// - Parameters:
  ///   - bytes: the text.
  ///   - defaultNamespace: the namespace of objects without one.
  ///   - onMalformedObject: called for each skipped object, in order. In it, a field that pulls depend on has a wrong
  ///     type, or a value of a Secret's data is not base64.
  /// - Throws: ``DecodingError`` if the text as a whole cannot be read: it is not JSON, is empty, or is not a
  ///   Kubernetes object.
  public init(
    json bytes: Span<UInt8>, defaultNamespace: String = "default",
    onMalformedObject: (DecodingError) -> Void
  ) throws(DecodingError) {
    self.init()
    var reader = ObjectReader(bytes, defaultNamespace: defaultNamespace)
    while true {
      do {
        guard let event = try reader.next() else { return }
        apply(event)
      } catch {
        guard reader.canGoOn else { throw error }
        onMalformedObject(error)
      }
    }
  }
}

// MARK: - Errors

extension KubernetesObjects {
  /// Why a text is not output of `kubectl get -o json`.
  ///
  /// The text names the place and the object, never a value. Compare ``code`` for the kind of error; two errors are
  /// equal if all their parts are equal.
  public struct DecodingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public let code: Code
    /// The byte offset of the error: 0 through the text's length.
    public let offset: Int
    /// The line of `offset`, from 1.
    public let line: Int
    /// The column of `offset` in bytes, from 1.
    public let column: Int
    /// The object around `offset`: its kind, namespace and name. Nil if it is not known.
    public let object: ObjectReference?
    /// Where in the document, such as `items[3].data[".dockerconfigjson"]`; empty for the whole document.
    public let path: String
    /// What is wrong and what is expected, without the place.
    public let explanation: String

    /// An error, for tests.
    ///
    /// - Parameters:
    ///   - code: what is wrong.
    ///   - offset: the byte offset of the error.
    ///   - line: the line of `offset`, from 1.
    ///   - column: the column of `offset` in bytes, from 1.
    ///   - object: the object around `offset`, if it is known.
    ///   - path: where in the document; empty for the whole document.
    ///   - explanation: what is wrong and what is expected. It is shown, so it must not contain a secret.
    public init(
      _ code: Code, at offset: Int, line: Int, column: Int, object: ObjectReference? = nil,
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

    /// The place, the object and the explanation: one sentence for people.
    public var description: String {
      var place = "line \(line), column \(column)"
      if !path.isEmpty { place += ", \(path)" }
      if let object { place += " (\(object))" }
      return "\(place): \(explanation)"
    }
  }
}

extension KubernetesObjects.DecodingError {
  /// A kind of failure. More may be added; compare with the constants and have a default for the rest.
  public struct Code: StableCode {
    /// The stable name, such as `type-mismatch`.
    public let rawValue: String

    /// The code of that name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// There is only white space.
    public static let empty = Code(rawValue: "empty")
    /// The text begins like JSON but is invalid, or ends too early.
    public static let invalidJSON = Code(rawValue: "invalid-json")
    /// The text is YAML: `kubectl` ran with `-o yaml`, or this is a manifest file.
    public static let yaml = Code(rawValue: "yaml")
    /// The text is neither JSON nor YAML: a table, an error message, a web page.
    public static let notJSON = Code(rawValue: "not-json")
    /// An object without `kind` is not a Kubernetes object.
    public static let missingKind = Code(rawValue: "missing-kind")
    /// The API server's response to a failed request, an object of kind `Status`.
    public static let failureStatus = Code(rawValue: "failure-status")
    /// An object contains another one in an unknown envelope: it is not a list, a watch event, or an AdmissionReview
    /// of v1 or v1beta1 with a request.
    public static let unknownEnvelope = Code(rawValue: "unknown-envelope")
    /// A value does not have the type that the API requires.
    public static let typeMismatch = Code(rawValue: "type-mismatch")
    /// A value in a Secret's `data` is not padded standard base64.
    public static let notBase64 = Code(rawValue: "not-base64")
    /// A time is not RFC 3339.
    public static let invalidTimestamp = Code(rawValue: "invalid-timestamp")
    /// Lists are nested deeper than ``KubernetesObjects/maximumListDepth``.
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

// MARK: - Recognising other texts

/// Text where a JSON object should begin, classified so that the error can say what to do.
enum ForeignText {
  /// Why the text at `offset`, which does not begin with `{`, is not JSON from `kubectl`.
  static func failure(at offset: Int, in bytes: Span<UInt8>) -> ManifestFailure {
    let text = bytes.extracting(offset..<bytes.count)
    if text.hasPrefix(in: yaml) {
      return ManifestFailure(
        code: .yaml, offset: offset,
        explanation: "this is YAML; run kubectl get with -o json and pass that")
    }
    return ManifestFailure(code: .notJSON, offset: offset, explanation: describe(text))
  }

  private static func describe(_ text: Span<UInt8>) -> String {
    if text.hasPrefix("<") {
      return "this is a web page, as proxies and log-in forms send, not what kubectl prints"
    }
    if text.hasPrefix("[") {
      return "this is a bare array; pass kubectl's whole output, not its items"
    }
    if text.hasPrefix("NAME ") || text.hasPrefix("NAMESPACE ") {
      return "this is kubectl's table; run kubectl get with -o json"
    }
    if text.hasPrefix(in: messages) {
      return "this is a message from kubectl, not its output; run the command alone to see why"
    }
    if text.count > 1, [[0xFF, 0xFE], [0xFE, 0xFF]].contains([text[0], text[1]]) {
      return "this is UTF-16, as PowerShell writes files; save it as UTF-8"
    }
    if text.hasPrefix("\u{FEFF}") {
      return "the text begins with a byte order mark; save it as UTF-8 without one"
    }
    return "expected a JSON object; pass the output of kubectl get -o json"
  }

  private static let yaml = [
    "---", "apiVersion:", "kind:", "items:", "metadata:", "- ", "#", "%YAML",
  ]

  private static let messages = [
    "Error from server", "error:", "Error:", "The connection to the server", "Unable to connect",
    "No resources found", "Warning:",
  ]
}

extension Span<UInt8> {
  fileprivate func hasPrefix(in prefixes: [String]) -> Bool {
    for prefix in prefixes where hasPrefix(prefix) { return true }
    return false
  }

  fileprivate func hasPrefix(_ prefix: String) -> Bool { starts(with: prefix.utf8.span) }
}
