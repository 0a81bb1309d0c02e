import ImagePullCredentials

extension ImageAccessPolicy {
  /// The fields of a KubeletConfiguration that make the policy.
  public struct Configuration: Sendable, Hashable {
    /// `imagePullCredentialsVerificationPolicy`; empty: the default.
    public var verification = ""
    /// `preloadedImagesVerificationAllowlist`.
    public var allowlist: [String] = []
    /// `featureGates.KubeletEnsureSecretPulledImages`; nil: the release's default.
    public var isEnabled: Bool?

    /// The configuration of a kubelet whose file says nothing about it.
    public init() {}

    /// Reads a KubeletConfiguration. Other fields than these are not looked at.
    ///
    /// - Throws: That it is another kind of document, no JSON, or has values of other types.
    public init(kubeletConfiguration json: Span<UInt8>) throws(FieldViolation) {
      let kind: String
      do throws(JSONError) {
        kind = try TypeMeta(json).kind
        if kind.hasSameBytes(as: "KubeletConfiguration") { try read(json) }
      } catch {
        throw FieldViolation(error, in: json)
      }
      guard kind.hasSameBytes(as: "KubeletConfiguration") else {
        throw FieldViolation(.wrongKind, at: "kind", "kind must be KubeletConfiguration")
      }
    }
  }

  /// Validates a configuration as the kubelet does at its start.
  ///
  /// - Throws: ``ConfigurationError`` with the kubelet's messages.
  public init(
    _ configuration: Configuration, release: KubeletRelease = .v135
  ) throws(ConfigurationError) {
    try self.init(
      verification: configuration.verification, allowlist: configuration.allowlist,
      isEnabled: configuration.isEnabled, release: release)
  }
}

extension ImageAccessPolicy.Configuration {
  private mutating func read(_ json: Span<UInt8>) throws(JSONError) {
    var reader = JSONReader(json)
    var members = try reader.beginObject()
    while let name = try reader.nextName(&members) {
      if try reader.kind() == .null {
        try reader.skipValue()
      } else if reader.equals(name, "imagePullCredentialsVerificationPolicy") {
        verification = reader.text(try reader.string())
      } else if reader.equals(name, "preloadedImagesVerificationAllowlist") {
        var elements = try reader.beginArray()
        while try reader.nextElement(&elements) {
          allowlist.append(reader.text(try reader.string()))
        }
      } else if reader.equals(name, "featureGates") {
        var gates = try reader.beginObject()
        while let gate = try reader.nextName(&gates) {
          if reader.equals(gate, "KubeletEnsureSecretPulledImages") {
            isEnabled = try reader.bool()
          } else {
            try reader.skipValue()
          }
        }
      } else {
        try reader.skipValue()
      }
    }
  }
}
