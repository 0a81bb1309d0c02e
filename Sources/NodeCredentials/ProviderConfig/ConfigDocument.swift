import ImagePullCredentials

/// One document of kind CredentialProviderConfig, read strictly.
struct ConfigDocument {
  private(set) var providers: [ProviderDraft] = []
  private(set) var violations: [FieldViolation] = []
  /// Whether the document was read at all, so that its providers are known.
  private(set) var isReadable = true

  private static let kind = "CredentialProviderConfig"
  private static let group = "kubelet.config.k8s.io"
  private static let versions = ["v1", "v1beta1", "v1alpha1"].map { "\(group)/\($0)" }
  /// The version of the types that the kubelet works with. Its codecs know it too.
  private static let internalVersion = "\(group)/__internal"

  init(_ document: Span<UInt8>, file: String?) {
    let bytes = document.afterByteOrderMark
    if bytes.isJSONObject {
      decode(bytes, file: file)
    } else {
      rejectYAML(file: file)
    }
    violations = violations.map { $0.inFile(file) }
  }

  private mutating func decode(_ bytes: Span<UInt8>, file: String?) {
    do throws(JSONError) {
      let meta = try TypeMeta(bytes)
      guard check(meta) else { return }
      let isInternal = meta.apiVersion == Self.internalVersion
      var reader = StrictReader(bytes, names: isInternal ? .go : .published)
      try read(
        &reader, hasTokens: isInternal || meta.apiVersion == Self.versions.first, file: file)
      violations += reader.violations
    } catch {
      isReadable = false
      violations.append(FieldViolation(error, in: bytes))
    }
  }

  private mutating func read(
    _ reader: inout StrictReader, hasTokens: Bool, file: String?
  ) throws(JSONError) {
    guard var object = try reader.beginObject(fields: ["apiVersion", "kind", "providers"])
    else { return }
    while let field = try reader.nextField(&object) {
      guard field == "providers" else {
        _ = try reader.string()
        continue
      }
      providers = []
      guard var elements = try reader.beginArray() else { continue }
      while try reader.nextElement(&elements) {
        let origin = CredentialProviderConfig.Origin(file: file, index: providers.count)
        providers.append(try ProviderDraft(&reader, hasTokens: hasTokens, origin: origin))
      }
    }
    try reader.expectEnd()
  }

  /// Whether the document is one whose fields are known.
  private mutating func check(_ meta: TypeMeta) -> Bool {
    if meta.kind != Self.kind {
      violations.append(
        FieldViolation(
          .wrongKind, at: "kind", offset: meta.kindOffset, "kind must be \(Self.kind)"))
    }
    if !Self.versions.contains(meta.apiVersion), meta.apiVersion != Self.internalVersion {
      violations.append(
        FieldViolation(
          .wrongAPIVersion, at: "apiVersion", offset: meta.apiVersionOffset,
          "apiVersion must be \(Self.versions[0]), or v1beta1 or v1alpha1 of the same group"))
    }
    isReadable = violations.isEmpty
    return isReadable
  }

  private mutating func rejectYAML(file: String?) {
    isReadable = false
    violations = [
      FieldViolation(
        .yaml, at: "",
        "this is not a JSON object, so the kubelet reads it as YAML; convert it before it is "
          + "checked here: yq -o=json \(file ?? "FILE.yaml")")
    ]
  }
}
