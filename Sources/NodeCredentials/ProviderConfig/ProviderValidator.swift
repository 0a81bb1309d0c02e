import ImagePullCredentials
import KubernetesPulls

/// Validates one provider with all of the kubelet's rules; a violation does not stop the others.
///
/// Source: `validateCredentialProviderConfig`, pkg/credentialprovider/plugin/config.go. There the
/// paths lack the indices; here they have them.
struct ProviderValidator {
  private let draft: ProviderDraft
  private(set) var violations: [FieldViolation] = []

  init(_ draft: ProviderDraft) { self.draft = draft }

  /// The provider, if it is valid.
  mutating func validate(
    for release: KubeletRelease, isTokenEnabled: Bool?
  ) -> CredentialProviderConfig.Provider? {
    validateName()
    let apiVersion = validateAPIVersion()
    let matchImages = validateMatchImages(allowsColons: release < .v136)
    let duration = validateCacheDuration()
    let token = draft.token.flatMap {
      validateToken($0, isEnabled: isTokenEnabled ?? (release >= .v134))
    }
    guard violations.isEmpty, let apiVersion, let duration else { return nil }
    return CredentialProviderConfig.Provider(
      name: draft.name, apiVersion: apiVersion, matchImages: matchImages,
      defaultCacheDuration: duration, arguments: draft.arguments, environment: draft.environment,
      tokenAttributes: token, origin: draft.origin)
  }

  private mutating func violate(
    _ code: FieldViolation.Code, at field: String, _ sentence: String
  ) {
    violations.append(
      FieldViolation(
        code, at: "\(draft.origin.path).\(field)", file: draft.origin.file, sentence))
  }

  private mutating func validateName() {
    if draft.name.isEmpty {
      // Not a rule of the validation, but the kubelet would then look for the plugin directory itself.
      violate(.nameEmpty, at: "name", "the name of the plugin's executable is required")
    }
    if draft.name.utf8.contains(0) {
      // The same: the search for the executable fails.
      violate(.nameWithNUL, at: "name", "the name must not contain a NUL: it is that of a file")
    }
    if draft.name.utf8.contains(UInt8(ascii: "/")) {
      violate(.nameWithSlash, at: "name", "the name must not contain '/': it is that of a file")
    }
    if draft.name.utf8.contains(UInt8(ascii: " ")) {
      violate(.nameWithSpace, at: "name", "the name must not contain spaces; see args")
    }
    if draft.name == "." || draft.name == ".." {
      violate(.nameIsDots, at: "name", "the name must not be '.' or '..': it is that of a file")
    }
  }

  private mutating func validateAPIVersion() -> APIVersion? {
    let supported = APIVersion.allCases.map(\.rawValue).joined(separator: ", ")
    if draft.apiVersion.isEmpty {
      violate(.apiVersionMissing, at: "apiVersion", "apiVersion is required: one of \(supported)")
    } else if APIVersion(rawValue: draft.apiVersion) == nil {
      violate(.apiVersionUnsupported, at: "apiVersion", "apiVersion must be one of \(supported)")
    }
    return APIVersion(rawValue: draft.apiVersion)
  }

  private mutating func validateMatchImages(allowsColons: Bool) -> [RegistryPattern] {
    if draft.matchImages.isEmpty {
      violate(.matchImagesMissing, at: "matchImages", "at least one image pattern is required")
    }
    var patterns: [RegistryPattern] = []
    for (index, entry) in draft.matchImages.enumerated() {
      do throws(RegistryPattern.ParseError) {
        patterns.append(try RegistryPattern(matchImage: entry, allowsColons: allowsColons))
      } catch {
        let name = RegistryPattern.displayKey(of: entry)
        violate(.matchImageInvalid, at: "matchImages[\(index)]", "\(name): \(error)")
      }
    }
    return patterns
  }

  private mutating func validateCacheDuration() -> Duration? {
    guard let duration = draft.defaultCacheDuration else {
      if !draft.hasUnreadableCacheDuration {
        violate(
          .cacheDurationMissing, at: "defaultCacheDuration",
          "a duration is required, as in \"12h\"; \"0s\" switches the cache off")
      }
      return nil
    }
    if duration < .zero {
      violate(
        .cacheDurationNegative, at: "defaultCacheDuration",
        "the duration must not be below zero; \"0s\" switches the cache off")
    }
    return duration
  }

  private mutating func validateToken(
    _ token: ProviderDraft.Token, isEnabled: Bool
  ) -> TokenAttributes? {
    let path = "tokenAttributes"
    if !isEnabled {
      violate(
        .tokenFeatureDisabled, at: path,
        "this needs the feature gate KubeletServiceAccountTokenForCredentialProviders")
    }
    if token.audience.isEmpty {
      violate(
        .tokenAudienceMissing, at: "\(path).serviceAccountTokenAudience",
        "the audience of the token is required")
    }
    if draft.apiVersion != APIVersion.v1.rawValue {
      violate(
        .tokenAPIVersion, at: path,
        "the provider's apiVersion must be \(APIVersion.v1.rawValue) for this")
    }
    validateKeys(token)
    let cacheType = validateCacheType(token.cacheType)
    guard let requires = validateRequirement(token), let cacheType else { return nil }
    return TokenAttributes(
      audience: token.audience, cacheType: cacheType, requiresServiceAccount: requires,
      requiredAnnotationKeys: token.requiredKeys, optionalAnnotationKeys: token.optionalKeys)
  }

  private mutating func validateRequirement(_ token: ProviderDraft.Token) -> Bool? {
    if token.requiresServiceAccount == nil {
      violate(
        .requireServiceAccountMissing, at: "tokenAttributes.requireServiceAccount",
        "true or false is required; false lets the plugin run for Pods without ServiceAccount")
    }
    if token.requiresServiceAccount == false, !token.requiredKeys.isEmpty {
      violate(
        .requiredKeysWithoutAccount, at: "tokenAttributes.requiredServiceAccountAnnotationKeys",
        "requireServiceAccount must be true when annotations are required")
    }
    return token.requiresServiceAccount
  }

  private mutating func validateKeys(_ token: ProviderDraft.Token) {
    let required = validateKeys(token.requiredKeys, of: "requiredServiceAccountAnnotationKeys")
    let optional = validateKeys(token.optionalKeys, of: "optionalServiceAccountAnnotationKeys")
    let both = required.intersection(optional).map(\.text).sorted { $0.precedes($1) }
    if !both.isEmpty {
      violate(
        .annotationKeyInBothLists, at: "tokenAttributes",
        "keys are either required or optional; in both lists: "
          + both.map(\.displayWord).joined(separator: ", "))
    }
  }

  private mutating func validateKeys(_ keys: [String], of field: String) -> Set<ExactText> {
    var seen: Set<ExactText> = []
    for (index, key) in keys.enumerated() {
      let path = "tokenAttributes.\(field)[\(index)]"
      for sentence in QualifiedName.violations(in: key) {
        violate(.annotationKeyInvalid, at: path, sentence)
      }
      if !seen.insert(ExactText(key)).inserted {
        violate(.annotationKeyDuplicate, at: path, "\(key.displayWord) is in this list already")
      }
    }
    return seen
  }

  private mutating func validateCacheType(_ text: String) -> TokenAttributes.CacheType? {
    let path = "tokenAttributes.cacheType"
    if text.isEmpty {
      violate(.cacheTypeMissing, at: path, "cacheType is required: ServiceAccount or Token")
    } else if TokenAttributes.CacheType(rawValue: text) == nil {
      violate(.cacheTypeUnsupported, at: path, "cacheType must be ServiceAccount or Token")
    }
    return TokenAttributes.CacheType(rawValue: text)
  }
}

/// Kubernetes' rules for the key of an annotation: `[prefix/]name`.
///
/// Source: `IsQualifiedName`, staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go, for
/// the key in Go's lower case, which converts U+0130 and U+212A to ASCII.
enum QualifiedName {
  /// What is wrong with `key`; empty if it is valid. Case is ignored.
  static func violations(in key: String) -> [String] {
    let lowered = GoLowercase.ascii(key.utf8.span).map { String(decoding: $0, as: UTF8.self) }
    let slash = UInt8(ascii: "/")
    let parts = (lowered ?? key).utf8.split(separator: slash, omittingEmptySubsequences: false)
    switch parts.count {
    case 1: return nameViolations(parts[0])
    case 2: return prefixViolations(parts[0]) + nameViolations(parts[1])
    default: return ["a key is a name with at most one prefix before it, as in example.com/name"]
    }
  }

  private static func prefixViolations(_ prefix: Substring.UTF8View) -> [String] {
    if prefix.isEmpty { return ["the part before the / must not be empty"] }
    if prefix.count > 253 { return ["the part before the / must not be longer than 253 bytes"] }
    let labels = prefix.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let isSubdomain = labels.allSatisfy { label in
      isDelimited(label) && label.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }
    return isSubdomain ? [] : ["the part before the / must be a DNS subdomain, as example.com is"]
  }

  private static func nameViolations(_ name: Substring.UTF8View) -> [String] {
    if name.isEmpty { return ["the name must not be empty"] }
    var violations: [String] = []
    if name.count > 63 { violations.append("the name must not be longer than 63 bytes") }
    if !isDelimited(name) || !name.allSatisfy(isNameByte) {
      violations.append(
        "the name must consist of letters, digits, '-', '_' and '.', and begin and end with a "
          + "letter or a digit")
    }
    return violations
  }

  private static func isDelimited(_ text: Substring.UTF8View) -> Bool {
    guard let first = text.first, let last = text.last else { return false }
    return isAlphanumeric(first) && isAlphanumeric(last)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || "-_.".utf8.contains(byte)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
