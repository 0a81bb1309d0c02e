public import ImagePullCredentials
public import KubernetesPulls

/// A kubelet's CredentialProviderConfig: which plugins provide credentials for which images.
///
/// A value is always valid for a kubelet: what the kubelet rejects is rejected here, in
/// ``init(json:release:isServiceAccountTokenEnabled:)`` and ``init(path:release:isServiceAccountTokenEnabled:)``, with
/// all violations at once. (Kubernetes: pkg/credentialprovider/plugin/config.go.)
///
/// ```swift
/// do {
///   let config = try CredentialProviderConfig(path: "/etc/kubernetes/credential-providers.json")
/// } catch {
///   for violation in error.violations { print(violation) }
/// }
/// ```
public struct CredentialProviderConfig: Sendable, Hashable {
  /// The providers in the order in which the kubelet calls them, with unique names.
  public let providers: [Provider]

  /// One plugin.
  public struct Provider: Sendable, Hashable {
    /// The name, which is also the name of the executable in the kubelet's plugin directory.
    public let name: String
    /// The version of the request, and of the response.
    public let apiVersion: APIVersion
    /// The images for which the plugin is called.
    public let matchImages: [RegistryPattern]
    /// How long a response is cached if it does not say so itself; zero: not at all.
    public let defaultCacheDuration: Duration
    /// The plugin's arguments. They may contain secrets; descriptions omit them.
    public let arguments: [String]
    /// Variables in addition to the kubelet's environment. Their values may also be secret.
    public let environment: [EnvironmentVariable]
    /// What the plugin receives about the Pod's ServiceAccount; nil: nothing.
    public let tokenAttributes: TokenAttributes?
    /// The file that the provider was read from, and its place in the list there.
    public let origin: Origin
  }

  /// A variable for a plugin's environment. The last of several with the same name counts.
  public struct EnvironmentVariable: Sendable, Hashable {
    /// The name.
    public let name: String
    /// The value, which may be secret.
    public let value: String
  }

  /// Where a provider is configured.
  public struct Origin: Sendable, Hashable {
    /// The file, if there is one.
    public let file: String?
    /// The place in `providers`, from 0.
    public let index: Int

    /// Such as `providers[0]`.
    public var path: String { "providers[\(index)]" }
  }
}

extension CredentialProviderConfig.Provider {
  /// Whether the plugin is called for an image.
  ///
  /// The names are those that a keyring matches, so Docker Hub is `docker.io` here, never `index.docker.io`.
  /// (Kubernetes: plugin.go, `isImageAllowed`.)
  ///
  /// - Parameter imageName: The normalised name without tag and digest: ``ImageReference/name``.
  /// - Returns: whether an entry of `matchImages` matches.
  public func matches(_ imageName: String) -> Bool {
    matchImages.contains { $0.matches(normalizedName: imageName) }
  }
}

extension CredentialProviderConfig.Provider: CustomStringConvertible, CustomReflectable {
  /// The name and the images.
  public var description: String {
    "\(name) for \(matchImages.map(\.displayKey).joined(separator: ", "))"
  }

  /// Everything except the values of arguments and variables.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "name": name, "apiVersion": apiVersion, "matchImages": matchImages,
        "defaultCacheDuration": defaultCacheDuration, "arguments": "\(arguments.count) redacted",
        "environment": environment, "tokenAttributes": tokenAttributes as Any, "origin": origin,
      ], displayStyle: .struct)
  }
}

extension CredentialProviderConfig.EnvironmentVariable: CustomStringConvertible, CustomReflectable {
  /// The name; never the value.
  public var description: String { "\(name)=(redacted)" }

  /// The name; never the value.
  public var customMirror: Mirror { Mirror(self, children: ["name": name], displayStyle: .struct) }
}

/// A version of the protocol between kubelet and credential provider.
///
/// The three differ in their names, and only `v1` can carry a ServiceAccount's token. Complete: a kubelet has no other.
/// (Kubernetes: staging/src/k8s.io/kubelet/pkg/apis/credentialprovider.)
public enum APIVersion: String, Sendable, Hashable, CaseIterable {
  /// The version that plugins should use.
  case v1 = "credentialprovider.kubelet.k8s.io/v1"
  /// Of Kubernetes 1.24.
  case v1beta1 = "credentialprovider.kubelet.k8s.io/v1beta1"
  /// Of Kubernetes 1.20.
  case v1alpha1 = "credentialprovider.kubelet.k8s.io/v1alpha1"
}

/// How a plugin receives a token of the Pod's ServiceAccount (KEP-4412).
public struct TokenAttributes: Sendable, Hashable {
  /// The audience for which the token is requested.
  public let audience: String
  /// What a cached response may be reused for.
  public let cacheType: CacheType
  /// Whether the plugin is skipped for Pods without ServiceAccount, such as static Pods.
  public let requiresServiceAccount: Bool
  /// Annotations without which the plugin is skipped.
  public let requiredAnnotationKeys: [String]
  /// Annotations that the plugin receives if they are present.
  public let optionalAnnotationKeys: [String]

  /// What is part of the key of a cached response, besides the image or registry. Complete: a kubelet has no other
  /// type.
  public enum CacheType: String, Sendable, Hashable, CaseIterable {
    /// The ServiceAccount and the annotations that the plugin received.
    case serviceAccount = "ServiceAccount"
    /// The token, too, so that no two Pods share a response.
    case token = "Token"
  }
}

// MARK: - Errors

/// Why a kubelet does not start with a CredentialProviderConfig.
public struct CredentialProviderConfigError: Error, Sendable, Hashable, CustomStringConvertible {
  /// All violations, in the order of the documents; never empty.
  public let violations: [FieldViolation]
  /// The first violation's rule.
  public let code: FieldViolation.Code

  /// An error, for tests.
  ///
  /// - Parameter violations: All violations. Nil if there are none.
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

// The rules of validateCredentialProviderConfig and of the kubelet's checks before and after it (Kubernetes:
// pkg/credentialprovider/plugin/config.go and plugin.go).

extension FieldViolation.Code {
  /// A file or directory cannot be read.
  public static let unreadable = Self("unreadable")
  /// A directory contains no file whose name ends in `.json`, `.yaml` or `.yml`.
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
  /// A provider's `apiVersion` is not one of the three.
  public static let apiVersionUnsupported = Self("api-version-unsupported")
  /// A provider has no `matchImages`.
  public static let matchImagesMissing = Self("match-images-missing")
  /// An entry of `matchImages` is not a URL.
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
  /// An annotation key is not a qualified name.
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
  /// The plugin directory has no executable file with a provider's name.
  public static let executableMissing = Self("executable-missing")
}
