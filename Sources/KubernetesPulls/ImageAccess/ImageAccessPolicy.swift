public import ImagePullCredentials

/// For which images on a node a kubelet checks that the Pod could pull them (KEP-2535).
///
/// Since 1.35, a kubelet does not let a Pod use an image only because it is on the node. A policy
/// comes from the fields of a KubeletConfiguration, and is always valid for that kubelet.
///
/// ```swift
/// let policy = try ImageAccessPolicy(
///   verification: "NeverVerifyAllowlistedImages", allowlist: ["registry.example.com/base/*"])
/// ```
public struct ImageAccessPolicy: Sendable, Hashable {
  /// Which images need no verification. Complete: a kubelet accepts no other policy.
  public enum Verification: String, Sendable, Hashable, CaseIterable {
    /// All images.
    case never = "NeverVerify"
    /// Images that the kubelet did not pull. The default.
    case neverForPreloaded = "NeverVerifyPreloadedImages"
    /// Images whose name is on the allowlist.
    case neverForAllowlisted = "NeverVerifyAllowlistedImages"
    /// No image.
    case always = "AlwaysVerify"
  }

  /// Which images need no verification; nil if the feature gate is off: then every image on the
  /// node may be used.
  public let verification: Verification?
  /// The names of images, or prefixes of names, that need no verification.
  public let allowlist: ImageAllowlist
  /// The release of the kubelet.
  public let release: KubeletRelease

  /// Validates the fields of a KubeletConfiguration as the kubelet does at its start.
  ///
  /// - Parameters:
  ///   - verification: `imagePullCredentialsVerificationPolicy`; empty for the default.
  ///   - allowlist: `preloadedImagesVerificationAllowlist`.
  ///   - isEnabled: The feature gate `KubeletEnsureSecretPulledImages`; nil for the release's
  ///     default, on since 1.35.
  ///   - release: The kubelet's release. 1.36 reads the allowlist differently.
  /// - Throws: ``ConfigurationError`` with the kubelet's messages.
  public init(
    verification: String = "", allowlist: [String] = [], isEnabled: Bool? = nil,
    release: KubeletRelease = .v135
  ) throws(ConfigurationError) {
    self.release = release
    guard isEnabled ?? (release >= .v135) else {
      try Self.checkAreUnset(verification, allowlist)
      self.verification = nil
      self.allowlist = ImageAllowlist()
      return
    }
    let known = Self.verification(named: verification)
    var problems: [(code: ConfigurationError.Code, message: String)] = []
    if known == nil {
      problems.append(
        (
          .unknownPolicy,
          "option \"\(verification)\" specified for imagePullCredentialsVerificationPolicy. "
            + "Valid options are \"NeverVerify\", \"NeverVerifyPreloadedImages\", "
            + "\"NeverVerifyAllowlistedImages\" or \"AlwaysVerify\""
        ))
    }
    var patterns = ImageAllowlist()
    if known == .neverForAllowlisted {
      do throws(ImageAllowlist.PatternError) {
        patterns = try ImageAllowlist(allowlist, release: release)
      } catch {
        problems.append(
          (
            .invalidPattern,
            "invalid image pattern in `preloadedImagesVerificationAllowlist`: \(error.message)"
          ))
      }
    } else if !allowlist.isEmpty {
      problems.append(
        (
          .unusedAllowlist,
          "can't set `preloadedImagesVerificationAllowlist` if "
            + "`imagePullCredentialsVertificationPolicy` is not \"NeverVerifyAllowlistedImages\""
        ))
    }
    if let error = ConfigurationError(problems) { throw error }
    self.verification = known
    self.allowlist = patterns
  }

  private static func verification(named name: String) -> Verification? {
    guard !name.isEmpty else { return .neverForPreloaded }
    return Verification.allCases.first { $0.rawValue.hasSameBytes(as: name) }
  }

  private static func checkAreUnset(
    _ verification: String, _ allowlist: [String]
  ) throws(ConfigurationError) {
    let fields = [
      ("imagePullCredentialsVerificationPolicy", verification.isEmpty),
      ("preloadedImagesVerificationAllowlist", allowlist.isEmpty),
    ].filter { !$0.1 }
    let error = ConfigurationError(
      fields.map {
        (
          .featureDisabled,
          "`\($0.0)` must not be set if KubeletEnsureSecretPulledImages feature gate is not enabled"
        )
      })
    if let error { throw error }
  }

  /// Why a kubelet does not start with a policy.
  ///
  /// Compare ``code`` for the kind of error; two errors are equal if all their parts are equal.
  public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong; the first problem if there are several.
    public let code: Code
    /// The kubelet's messages; never empty. They quote the configuration unchanged.
    public let messages: [String]

    /// An error, for tests.
    ///
    /// - Parameters:
    ///   - code: the first problem.
    ///   - messages: the kubelet's messages.
    public init(_ code: Code, messages: [String]) {
      self.code = code
      self.messages = messages
    }

    fileprivate init?(_ problems: [(code: Code, message: String)]) {
      guard let first = problems.first else { return nil }
      self.init(
        first.code, messages: problems.map { "invalid configuration: \($0.message)" })
    }

    /// A kind of problem. More may be added; compare with the constants and have a default for the
    /// rest.
    public struct Code: StableCode {
      /// The stable name, such as `unknown-policy`.
      public let rawValue: String

      /// The code of that name.
      public init(rawValue: String) { self.rawValue = rawValue }

      /// The policy is not one of the four.
      public static let unknownPolicy = Code(rawValue: "unknown-policy")
      /// A pattern of the allowlist is invalid.
      public static let invalidPattern = Code(rawValue: "invalid-pattern")
      /// There is an allowlist, but the policy does not use it.
      public static let unusedAllowlist = Code(rawValue: "unused-allowlist")
      /// A field is set while the feature gate is off.
      public static let featureDisabled = Code(rawValue: "feature-disabled")

      /// All codes of this version.
      public static let allCases = [
        unknownPolicy, invalidPattern, unusedAllowlist, featureDisabled,
      ]
    }

    /// One message per line, safe for a terminal.
    public var description: String { messages.map(\.printable).joined(separator: "\n") }
  }
}

// MARK: - Decoding

extension ImageAccessPolicy {
  /// The fields of a KubeletConfiguration for the policy.
  public struct Configuration: Sendable, Hashable {
    /// `imagePullCredentialsVerificationPolicy`; empty: the default.
    public var verification = ""
    /// `preloadedImagesVerificationAllowlist`.
    public var allowlist: [String] = []
    /// `featureGates.KubeletEnsureSecretPulledImages`; nil: the release's default.
    public var isEnabled: Bool?

    /// The default configuration.
    public init() {}

    /// Reads a KubeletConfiguration. Other fields are ignored.
    ///
    /// - Parameter json: the configuration; missing fields have the defaults of ``init()``.
    /// - Throws: A violation if it is another kind of document, is not JSON, or has values of other
    ///   types.
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
  /// - Parameters:
  ///   - configuration: the fields for the policy.
  ///   - release: the kubelet's release. 1.36 reads the allowlist differently.
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
