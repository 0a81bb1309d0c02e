import ImagePullCredentials

extension CredentialProviderConfig {
  /// A document, and the file it was read from.
  struct Document {
    var file: String?
    var bytes: [UInt8]
  }

  /// Decodes a document, with `apiVersion` `kubelet.config.k8s.io/v1`, `v1beta1` or `v1alpha1`.
  ///
  /// - Parameters:
  ///   - json: The document; YAML is read as well.
  ///   - isServiceAccountTokenEnabled: Whether the kubelet's feature gate
  ///     `KubeletServiceAccountTokenForCredentialProviders` is on, as it is since Kubernetes 1.34.
  /// - Throws: ``CredentialProviderConfigError`` with all that makes a kubelet refuse to start.
  public init(
    json: [UInt8], isServiceAccountTokenEnabled: Bool = true
  ) throws(CredentialProviderConfigError) {
    try self.init(
      [Document(file: nil, bytes: json)], isTokenEnabled: isServiceAccountTokenEnabled)
  }

  /// Decodes documents and merges their providers in the order given.
  init(_ documents: [Document], isTokenEnabled: Bool) throws(CredentialProviderConfigError) {
    let read = documents.map { ConfigDocument($0) }
    var violations = read.flatMap(\.violations)
    var providers: [Provider] = []
    // In bytes: to a String, names are equal that are those of two files.
    var names: [[UInt8]: Origin] = [:]
    for draft in read.flatMap(\.providers) {
      var validator = ProviderValidator(draft)
      if let provider = validator.validate(isTokenEnabled: isTokenEnabled) {
        providers.append(provider)
      }
      violations += validator.violations
      let name = Array(draft.name.utf8)
      if let first = names[name] {
        violations.append(Self.duplicate(draft, of: first))
      } else {
        names[name] = draft.origin
      }
    }
    if names.isEmpty, read.allSatisfy(\.isReadable) {
      violations.append(
        FieldViolation(
          .noProviders, at: "providers", file: documents.count == 1 ? documents.first?.file : nil,
          "at least one provider is required"))
    }
    if let error = CredentialProviderConfigError(violations) { throw error }
    self.providers = providers
  }

  private static func duplicate(_ draft: ProviderDraft, of first: Origin) -> FieldViolation {
    let place = first.file == draft.origin.file ? "" : " of \(first.file ?? "another document")"
    return FieldViolation(
      .nameDuplicate, at: "\(draft.origin.path).name", file: draft.origin.file,
      "\(first.path)\(place) has this name already; names are unique across all files")
  }
}
