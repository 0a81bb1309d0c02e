import ImagePullCredentials
public import KubernetesPulls

extension CredentialProviderConfig {
  /// A document, and the file it was read from.
  struct Document {
    var file: String?
    var bytes: [UInt8]
  }

  /// Decodes a document, with `apiVersion` `kubelet.config.k8s.io/v1`, `v1beta1` or `v1alpha1`.
  ///
  /// - Parameters:
  ///   - json: The document, in JSON or YAML.
  ///   - release: The kubelet's release. Up to 1.35, the hosts of `matchImages` may have several
  ///     colons.
  ///   - isServiceAccountTokenEnabled: Whether the kubelet's feature gate
  ///     `KubeletServiceAccountTokenForCredentialProviders` is on; nil for the release's default, on
  ///     since 1.34.
  /// - Throws: ``CredentialProviderConfigError`` with all that makes a kubelet refuse to start.
  public init(
    json: [UInt8], release: KubeletRelease = .v136, isServiceAccountTokenEnabled: Bool? = nil
  ) throws(CredentialProviderConfigError) {
    try self.init(
      [Document(file: nil, bytes: json)], release: release,
      isTokenEnabled: isServiceAccountTokenEnabled)
  }

  /// Decodes documents and merges their providers in this order.
  init(
    _ documents: [Document], release: KubeletRelease, isTokenEnabled: Bool?
  ) throws(CredentialProviderConfigError) {
    let read = documents.map { ConfigDocument($0) }
    var violations = read.flatMap(\.violations)
    var providers: [Provider] = []
    var names: [ExactText: Origin] = [:]
    for draft in read.flatMap(\.providers) {
      var validator = ProviderValidator(draft)
      if let provider = validator.validate(for: release, isTokenEnabled: isTokenEnabled) {
        providers.append(provider)
      }
      violations += validator.violations
      let name = ExactText(draft.name)
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

/// One document of kind CredentialProviderConfig, read strictly.
struct ConfigDocument {
  private(set) var providers: [ProviderDraft] = []
  private(set) var violations: [FieldViolation] = []
  /// Whether the document could be read, so that its providers are known.
  private(set) var isReadable = true

  private static let kind = "CredentialProviderConfig"
  private static let group = "kubelet.config.k8s.io"
  private static let versions = ["v1", "v1beta1", "v1alpha1"].map { "\(group)/\($0)" }
  /// The version of the kubelet's internal types. Its codecs accept it too.
  private static let internalVersion = "\(group)/__internal"

  init(_ document: CredentialProviderConfig.Document) {
    let isJSON = document.bytes.span.isJSONObject
    let json: [UInt8]
    do throws(FieldViolation) {
      json = try KubeletDocument.json(document.bytes)
      decode(json.span, file: document.file)
    } catch {
      isReadable = false
      violations.append(error)
    }
    // Offsets in JSON that was converted from YAML would not help.
    violations = violations.map {
      FieldViolation(
        $0.code, at: $0.path, offset: isJSON ? $0.offset : nil, file: document.file, $0.explanation)
    }
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

  /// Whether the document has a known kind and version.
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
}

/// A provider as in its document, before validation. Absent fields are nil or empty.
struct ProviderDraft {
  var origin: CredentialProviderConfig.Origin
  var name = ""
  var apiVersion = ""
  var matchImages: [String] = []
  var defaultCacheDuration: Duration?
  /// The duration was present but invalid, which is already reported.
  var hasUnreadableCacheDuration = false
  var arguments: [String] = []
  var environment: [CredentialProviderConfig.EnvironmentVariable] = []
  var token: Token?

  struct Token {
    var audience = ""
    var cacheType = ""
    var requiresServiceAccount: Bool?
    var requiredKeys: [String] = []
    var optionalKeys: [String] = []
  }
}

extension ProviderDraft {
  /// Reads the next provider. Of the published versions, only v1 has `tokenAttributes` (Kubernetes:
  /// staging/src/k8s.io/kubelet/config/v1/types.go).
  init(
    _ reader: inout StrictReader, hasTokens: Bool, origin: CredentialProviderConfig.Origin
  ) throws(JSONError) {
    self.init(origin: origin)
    let fields = [
      "name", "matchImages", "defaultCacheDuration", "apiVersion", "args", "env",
    ]
    guard
      var object = try reader.beginObject(fields: hasTokens ? fields + ["tokenAttributes"] : fields)
    else { return }
    while let field = try reader.nextField(&object) {
      switch field {
      case "name": name = try reader.string() ?? ""
      case "apiVersion": apiVersion = try reader.string() ?? ""
      case "matchImages": matchImages = try reader.strings()
      case "defaultCacheDuration":
        let before = reader.violations.count
        defaultCacheDuration = try reader.duration()
        hasUnreadableCacheDuration = reader.violations.count > before
      case "args": arguments = try reader.strings()
      case "env": environment = try Self.environment(&reader)
      default: token = try Self.token(&reader)
      }
    }
  }

  private static func environment(
    _ reader: inout StrictReader
  ) throws(JSONError) -> [CredentialProviderConfig.EnvironmentVariable] {
    var variables: [CredentialProviderConfig.EnvironmentVariable] = []
    guard var elements = try reader.beginArray() else { return variables }
    while try reader.nextElement(&elements) {
      guard var object = try reader.beginObject(fields: ["name", "value"]) else { continue }
      var name = ""
      var value = ""
      while let field = try reader.nextField(&object) {
        let text = try reader.string() ?? ""
        if field == "name" { name = text } else { value = text }
      }
      variables.append(.init(name: name, value: value))
    }
    return variables
  }

  private static func token(_ reader: inout StrictReader) throws(JSONError) -> Token? {
    let fields = [
      "serviceAccountTokenAudience", "cacheType", "requireServiceAccount",
      "requiredServiceAccountAnnotationKeys", "optionalServiceAccountAnnotationKeys",
    ]
    guard var object = try reader.beginObject(fields: fields) else { return nil }
    var token = Token()
    while let field = try reader.nextField(&object) {
      switch field {
      case "serviceAccountTokenAudience": token.audience = try reader.string() ?? ""
      case "cacheType": token.cacheType = try reader.string() ?? ""
      case "requireServiceAccount": token.requiresServiceAccount = try reader.bool()
      case "requiredServiceAccountAnnotationKeys": token.requiredKeys = try reader.strings()
      default: token.optionalKeys = try reader.strings()
      }
    }
    return token
  }
}
