public import ImagePullCredentials
public import KubernetesPulls

/// Why a kubelet does not start with a CredentialProviderConfig.
public struct CredentialProviderConfigError: Error, Sendable, Hashable, CustomStringConvertible {
  /// All that is wrong, in the order of the documents; never empty.
  public let violations: [FieldViolation]
  /// The first violation's rule.
  public let code: FieldViolation.Code

  /// An error, as tests make it.
  ///
  /// - Parameter violations: All that is wrong. Nil without any.
  public init?(_ violations: [FieldViolation]) {
    guard let first = violations.first else { return nil }
    self.violations = violations
    code = first.code
  }

  init(_ violation: FieldViolation) {
    violations = [violation]
    code = violation.code
  }

  /// One violation a line.
  public var description: String {
    violations.map(\.description).joined(separator: "\n")
  }
}

// The rules of validateCredentialProviderConfig and of what a kubelet does before and after it
// (Kubernetes: pkg/credentialprovider/plugin/config.go and plugin.go).

extension FieldViolation.Code {
  /// A file or directory cannot be read.
  public static let unreadable = Self("unreadable")
  /// A directory holds no file whose name ends in `.json`, `.yaml` or `.yml`.
  public static let noFiles = Self("no-files")
  /// There is no provider in any of the documents.
  public static let noProviders = Self("no-providers")

  /// A provider's name is empty.
  public static let nameEmpty = Self("name-empty")
  /// A provider's name contains a NUL.
  public static let nameWithNUL = Self("name-with-nul")
  /// A provider's name contains a `/`.
  public static let nameWithSlash = Self("name-with-slash")
  /// A provider's name contains a space.
  public static let nameWithSpace = Self("name-with-space")
  /// A provider's name is `.` or `..`.
  public static let nameIsDots = Self("name-is-dots")
  /// Two providers have the same name, in one file or in two.
  public static let nameDuplicate = Self("name-duplicate")

  /// A provider has no `apiVersion`.
  public static let apiVersionMissing = Self("api-version-missing")
  /// A provider's `apiVersion` is none of the three.
  public static let apiVersionUnsupported = Self("api-version-unsupported")
  /// A provider has no `matchImages`.
  public static let matchImagesMissing = Self("match-images-missing")
  /// An entry of `matchImages` is no URL.
  public static let matchImageInvalid = Self("match-image-invalid")
  /// A provider has no `defaultCacheDuration`.
  public static let cacheDurationMissing = Self("cache-duration-missing")
  /// `defaultCacheDuration` is below zero.
  public static let cacheDurationNegative = Self("cache-duration-negative")

  /// `tokenAttributes`, while the feature gate for it is off.
  public static let tokenFeatureDisabled = Self("token-feature-disabled")
  /// `tokenAttributes` of a provider whose `apiVersion` is not v1.
  public static let tokenAPIVersion = Self("token-api-version")
  /// `serviceAccountTokenAudience` is missing.
  public static let tokenAudienceMissing = Self("token-audience-missing")
  /// `requireServiceAccount` is missing.
  public static let requireServiceAccountMissing = Self("require-service-account-missing")
  /// `requireServiceAccount` is false although annotations are required.
  public static let requiredKeysWithoutAccount = Self("required-keys-without-account")
  /// An annotation key is no qualified name.
  public static let annotationKeyInvalid = Self("annotation-key-invalid")
  /// An annotation key is twice in one list.
  public static let annotationKeyDuplicate = Self("annotation-key-duplicate")
  /// An annotation key is both required and optional.
  public static let annotationKeyInBothLists = Self("annotation-key-in-both-lists")
  /// `cacheType` is missing.
  public static let cacheTypeMissing = Self("cache-type-missing")
  /// `cacheType` is neither `ServiceAccount` nor `Token`.
  public static let cacheTypeUnsupported = Self("cache-type-unsupported")

  /// The plugin directory does not exist.
  public static let binDirectoryMissing = Self("bin-directory-missing")
  /// The plugin directory has no executable file of a provider's name.
  public static let executableMissing = Self("executable-missing")
}
