public import ImagePullCredentials

extension Finding {
  /// A kind of finding. More may be added; compare with the constants and have a default for the
  /// rest.
  ///
  /// Docs/Findings.md has a sentence, an example and the fix for each.
  public struct Code: StableCode {
    /// The stable name, such as `registry-mismatch`.
    public let rawValue: String

    /// A code by its name, including names unknown to this version.
    public init(rawValue: String) { self.rawValue = rawValue }

    private init(_ rawValue: String) { self.rawValue = rawValue }

    // MARK: Which lists and Secrets count

    /// The Pod's own list hides its ServiceAccount's.
    public static let serviceAccountSecretsNotMerged = Code("sa-secrets-not-merged")
    /// A listed Secret does not exist.
    public static let secretMissing = Code("secret-missing")
    /// A listed Secret exists only in other namespaces.
    public static let otherNamespace = Code("other-namespace")
    /// An Event says that a Secret was missing, but it exists now.
    public static let secretWasMissing = Code("secret-was-missing")
    /// Only a ServiceAccount other than the Pod's lists the Secret; one of the two is usually
    /// `default`.
    public static let defaultServiceAccountTrap = Code("default-sa-trap")
    /// The ServiceAccount lists the Secret, but the Pod was created without it.
    public static let serviceAccountPatchedLate = Code("sa-patched-late")
    /// The ServiceAccount does not exist.
    public static let serviceAccountMissing = Code("service-account-missing")
    /// The ServiceAccount forbids the Pod's pull secret.
    public static let secretNotMountable = Code("secret-not-mountable")
    /// A static Pod cannot use pull secrets.
    public static let staticPod = Code("static-pod")
    /// An item of a list names no Secret, or the list is in the wrong place.
    public static let malformedReference = Code("malformed-reference")
    /// A Secret of the namespace has a key for the image, but is not listed.
    public static let secretNotListed = Code("secret-not-listed")
    /// No pull secret is listed.
    public static let noPullSecret = Code("no-pull-secret")
    /// A ServiceAccount lists a Secret that matches no image of its Pods.
    public static let serviceAccountSecretUnused = Code("service-account-secret-unused")

    // MARK: What is in a Secret

    /// The kubelet does not read Secrets of this type.
    public static let wrongSecretType = Code("wrong-secret-type")
    /// The Secret's type and its data key do not match.
    public static let keyTypeMismatch = Code("key-type-mismatch")
    /// The Secret's data is not in the input.
    public static let secretMasked = Code("secret-masked")
    /// The Secret has the right type but no entries.
    public static let emptySecret = Code("empty-secret")
    /// A `dockercfg` body is stored as `dockerconfigjson`.
    public static let noAuthsWrapper = Code("no-auths-wrapper")
    /// The document is encoded twice.
    public static let doubleEncoded = Code("double-encoded")
    /// The password is in a credential helper, not in the Secret.
    public static let credentialsInHelper = Code("creds-in-helper")
    /// Because of a malformed Secret, every pull of the Pod fails.
    public static let oneBadSecretStopsAll = Code("one-bad-secret-stops-all")
    /// `auth` decodes to text without a colon.
    public static let badAuthField = Code("bad-auth-field")
    /// `auth` is not standard base64.
    public static let authBase64 = Code("auth-base64")

    // MARK: Which keys match

    /// A key, or an entry of `matchImages`, nearly matches the image.
    public static let registryMismatch = Code("registry-mismatch")
    /// No key is for the image's registry.
    public static let noMatchingKey = Code("no-matching-key")
    /// A key, or an entry of `matchImages`, has a name for Docker Hub that the kubelet does not know.
    public static let hubAlias = Code("hub-alias")
    /// The only keys are for Docker Hub, but the image is elsewhere.
    public static let hubKeyForOtherRegistry = Code("hub-key-for-other-registry")
    /// A wildcard is where none works, or matches another number of labels.
    public static let globMisuse = Code("glob-misuse")
    /// A key can match no image. Its raw value is older than this name, and does not change.
    public static let unmatchableKey = Code("key-noise")
    /// A key's path ends inside a component of the image's.
    public static let prefixNoBoundary = Code("prefix-no-boundary")
    /// Several credentials are tried.
    public static let sameRegistryMany = Code("same-registry-many")
    /// Credentials are not tried in the order in which their Secrets are listed.
    public static let listOrderSurprise = Code("list-order-surprise")

    // MARK: What a credential is

    /// An ECR token has expired.
    public static let expiredECR = Code("expired-ecr")
    /// Another token has expired.
    public static let expiredJWT = Code("expired-jwt")
    /// A token expires within the hour.
    public static let expiresSoon = Code("expires-soon")
    /// A username or a password ends with white space or a NUL.
    public static let newlineInPassword = Code("newline-in-password")
    /// `auth` differs from `username` and `password`.
    public static let authBeatsFields = Code("auth-beats-fields")
    /// The entry holds an identity or registry token, which the kubelet ignores.
    public static let identityToken = Code("identity-token")
    /// The password of `_json_key` is not a service account's key.
    public static let jsonKeyMangled = Code("json-key-mangled")
    /// The password is a variable, or empty.
    public static let shellMangled = Code("shell-mangled")
    /// A username or password is a placeholder.
    public static let placeholder = Code("placeholder")

    /// The credential belongs to a CI job, and expires with it.
    public static let jobToken = Code("job-token")
    /// The username is a token, or the password.
    public static let tokenAsUsername = Code("token-as-username")

    // MARK: The cluster's reports

    /// The image is not an image reference.
    public static let invalidImageName = Code("invalid-image-name")
    /// The registry refused the pull.
    public static let registryRefused = Code("registry-refused")
    /// The registry does not have the image: not about credentials.
    public static let imageNotFound = Code("image-not-found")
    /// The registry cannot be reached: not about credentials.
    public static let registryUnreachable = Code("registry-unreachable")
    /// The node does not trust a certificate: not about credentials.
    public static let tlsUntrusted = Code("tls-untrusted")
    /// The node's HTTP proxy refuses the connection: not about the registry's credentials.
    public static let proxyRefused = Code("proxy-refused")
    /// The mirror that the node uses fails.
    public static let mirrorFailed = Code("mirror-failed")
    /// The repository probably has another name, or is at another registry.
    public static let repositoryUnknown = Code("repository-unknown")
    /// The refusal is older than the current Secret.
    public static let staleRefusal = Code("stale-refusal")
    /// The registry refused the node's own credentials.
    public static let nodeCredentialsRefused = Code("node-credentials-refused")
    /// The node's disk is full: not about credentials.
    public static let nodeDiskFull = Code("node-disk-full")
    /// The image has no variant for the node: not about credentials.
    public static let wrongPlatform = Code("wrong-platform")
    /// A policy of the node rejects the image's signature: not about credentials.
    public static let signatureRejected = Code("signature-rejected")
    /// The image is on the node, but was pulled with credentials that the Pod does not have.
    public static let imageAccessUnverified = Code("image-access-unverified")
    /// The registry has counted too many pulls.
    public static let rateLimited = Code("rate-limited")
    /// The pull policy forbids the pull: not about credentials.
    public static let neverPulled = Code("never-pulled")
    /// The pull failed for a reason that is not known here.
    public static let otherPullFailure = Code("other-pull-failure")
    /// The container fails after its image was pulled: not about credentials.
    public static let notAPullFailure = Code("not-a-pull-failure")
    /// The image may already be on the node, which hides that no credential matches it.
    public static let cachedImageHidesIt = Code("cached-image-hides-it")

    // MARK: Secret makers

    /// An ExternalSecret or SealedSecret reports that it cannot create a listed Secret.
    public static let secretMakerFailing = Code("secret-maker-failing")
    /// An ExternalSecret creates a Secret of a type that the kubelet ignores.
    public static let externalSecretType = Code("external-secret-type")
    /// An ExternalSecret is refreshed less often than its token expires.
    public static let externalSecretRefresh = Code("external-secret-refresh")
    /// The Secret of an ExternalSecret is not listed.
    public static let externalSecretUnused = Code("external-secret-unused")

    // MARK: Credential providers

    /// A kubelet refuses to start with a CredentialProviderConfig.
    public static let providerConfigRejected = Code("provider-config-rejected")
    /// A Docker credential helper is configured as a credential provider.
    public static let wrongPluginKind = Code("wrong-plugin-kind")
    /// The kubelet rejects the response of a credential provider.
    public static let badPluginResponse = Code("bad-plugin-response")
    /// A credential provider is skipped because of the Pod's ServiceAccount.
    public static let serviceAccountTokenGates = Code("sa-token-gates")
  }
}

extension Finding.Code {
  /// All codes of this version, in the order of Docs/Findings.md: those of the rules, then those of
  /// `NodeCredentials`.
  public static let allCases: [Self] =
    Rule.table.flatMap { $0.codes.map(\.key) } + [
      .providerConfigRejected, .wrongPluginKind, .badPluginResponse, .serviceAccountTokenGates,
    ]
}

extension Finding.Code {
  /// Its documentation sentence; nil for a code that no rule of this module has.
  package var summary: String? { Self.summaries[self] }

  private static let summaries = Dictionary(
    Rule.table.flatMap { rule in rule.codes.map { ($0.key, $0.value) } },
    uniquingKeysWith: { first, _ in first })
}
