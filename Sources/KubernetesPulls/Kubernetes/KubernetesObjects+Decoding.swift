extension KubernetesObjects {
  /// Decodes what `kubectl get -o json` prints: one object, a list of them, or several documents in a row. A document may
  /// also be a line of a watch, which does what ``apply(_:)`` does, or an AdmissionReview, whose object is added.
  ///
  /// Objects of kinds that have nothing to do with pulls are passed over, and so are unknown
  /// fields. Field names are exact, as they are to the API server. Time is linear in the length of
  /// the text.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - defaultNamespace: where objects are that name no namespace, as manifests before `kubectl
  ///     apply` do.
  /// - Throws: ``DecodingError`` where the text is not JSON, holds nothing, or a field that pulls
  ///   depend on is not of its type. A Secret whose credential document is malformed is no error
  ///   here: see ``Secret/Content``.
  public init(json text: String, defaultNamespace: String = "default") throws(DecodingError) {
    try self.init(json: text.utf8.span, defaultNamespace: defaultNamespace)
  }

  /// Decodes what `kubectl get -o json` prints from its bytes. See
  /// ``init(json:defaultNamespace:)-(String,_)``.
  public init(json bytes: [UInt8], defaultNamespace: String = "default") throws(DecodingError) {
    try self.init(json: bytes.span, defaultNamespace: defaultNamespace)
  }

  /// Decodes what `kubectl get -o json` prints from its bytes. See
  /// ``init(json:defaultNamespace:)-(String,_)``.
  public init(
    json bytes: Span<UInt8>, defaultNamespace: String = "default"
  ) throws(DecodingError) {
    self.init()
    var reader = ObjectReader(bytes, defaultNamespace: defaultNamespace)
    while let event = try reader.next() { apply(event) }
  }

  /// Decodes what `kubectl get -o json` prints and leaves out single objects that are malformed, so that one odd Secret
  /// of a cluster does not hide what is to be known of all others.
  ///
  /// ```swift
  /// var malformed: [KubernetesObjects.DecodingError] = []
  /// let objects = try KubernetesObjects(json: bytes.span) { malformed.append($0) }
  /// ```
  ///
  /// - Parameters:
  ///   - bytes: the text.
  ///   - defaultNamespace: where objects are that name no namespace.
  ///   - onMalformedObject: is called for each object that is left out, in their order. A field that pulls depend on is
  ///     not of its type there, or a value of a Secret's data is not base64.
  /// - Throws: ``DecodingError`` where the text as a whole cannot be read: it is not JSON, holds nothing, or is no
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
