import Foundation
import ImagePullCredentials
import KubernetesPulls
@testable import NodeCredentials
import Testing

@Suite struct CredentialProviderConfigTests {
  static let provider = """
    {"name": "ecr", "matchImages": ["*.dkr.ecr.*.amazonaws.com", "public.ecr.aws:443/team"],
     "defaultCacheDuration": "12h", "apiVersion": "credentialprovider.kubelet.k8s.io/v1",
     "args": ["get", "--secret"], "env": [{"name": "AWS_PROFILE", "value": "secret"}],
     "tokenAttributes": {"serviceAccountTokenAudience": "sts.amazonaws.com",
       "cacheType": "Token", "requireServiceAccount": true,
       "requiredServiceAccountAnnotationKeys": ["eks.amazonaws.com/role-arn"],
       "optionalServiceAccountAnnotationKeys": ["example.com/note"]}}
    """
  static let document = configJSON([provider])

  @Test func readsEveryField() throws {
    let config = try CredentialProviderConfig(json: Array(Self.document.utf8))
    let provider = try #require(config.providers.first)
    #expect(config.providers.count == 1)
    #expect(provider.name == "ecr")
    #expect(provider.apiVersion == .v1)
    #expect(
      provider.matchImages == [
        try RegistryPattern(matchImage: "*.dkr.ecr.*.amazonaws.com"),
        try RegistryPattern(matchImage: "public.ecr.aws:443/team"),
      ])
    #expect(provider.defaultCacheDuration == .seconds(43_200))
    #expect(provider.arguments == ["get", "--secret"])
    #expect(provider.environment == [.init(name: "AWS_PROFILE", value: "secret")])
    #expect(
      provider.tokenAttributes
        == TokenAttributes(
          audience: "sts.amazonaws.com", cacheType: .token, requiresServiceAccount: true,
          requiredAnnotationKeys: ["eks.amazonaws.com/role-arn"],
          optionalAnnotationKeys: ["example.com/note"]))
    #expect(provider.origin.path == "providers[0]")
    #expect(provider.matches("1.dkr.ecr.eu.amazonaws.com/app"))
    #expect(!provider.matches("dkr.ecr.eu.amazonaws.com/app"))
  }

  @Test(arguments: ["v1", "v1beta1", "v1alpha1"])
  func readsAllVersions(_ version: String) throws {
    let json = """
      {"kind": "CredentialProviderConfig", "apiVersion": "kubelet.config.k8s.io/\(version)",
       "providers": [{"name": "a", "matchImages": ["a.io"], "defaultCacheDuration": "0s",
       "apiVersion": "credentialprovider.kubelet.k8s.io/\(version)"}]}
      """
    let config = try CredentialProviderConfig(json: Array(json.utf8))
    #expect(
      config.providers.map(\.apiVersion.rawValue) == [
        "credentialprovider.kubelet.k8s.io/\(version)"
      ])
  }

  @Test func showsNoArgumentAndNoVariable() throws {
    let config = try CredentialProviderConfig(json: Array(Self.document.utf8))
    var dumped = ""
    dump(config, to: &dumped)
    for text in ["\(config.providers)", String(reflecting: config), dumped] {
      #expect(!text.contains("secret"))
    }
  }

  /// One change of a valid document, and the violations that it brings: code and path.
  struct Row: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let violations: [[String]]
    var isTokenEnabled = true
    var testDescription: String { "\(old.prefix(40)) -> \(new.prefix(40))" }
  }

  @Test(arguments: [
    Row(old: document, new: "", violations: [["wrong-kind", ""]]),
    Row(
      old: document, new: "kind: CredentialProviderConfig\n",
      violations: [["wrong-api-version", "apiVersion"]]),
    Row(old: document, new: "a: b: c", violations: [["invalid-yaml", ""]]),
    Row(old: document, new: "a: 1\na: 1", violations: [["duplicate-field", ""]]),
    Row(old: "\"providers\"", new: "'providers'", violations: [["invalid-json", ""]]),
    Row(
      old: "\"CredentialProviderConfig\"", new: "\"Config\"", violations: [["wrong-kind", "kind"]]),
    Row(
      old: "\"kind\"", new: "\"Kind\"", violations: [["wrong-kind", "kind"]]),
    Row(
      old: "kubelet.config.k8s.io/v1", new: "credentialprovider.kubelet.k8s.io/v1",
      violations: [["wrong-api-version", "apiVersion"]]),
    Row(
      old: "kubelet.config.k8s.io/v1", new: "kubelet.config.k8s.io/v2",
      violations: [["wrong-api-version", "apiVersion"]]),
    Row(
      old: "kubelet.config.k8s.io/v1", new: "kubelet.config.k8s.io/v1beta1",
      violations: [["unknown-field", "providers[0].tokenAttributes"]]),
    Row(old: provider, new: "", violations: [["no-providers", "providers"]]),
    Row(
      old: "\"providers\": [", new: "\"extra\": 1, \"providers\": [",
      violations: [["unknown-field", "extra"]]),
    Row(
      old: "\"matchImages\":", new: "\"matchimages\": [], \"matchImages\":",
      violations: [["unknown-field", "providers[0].matchimages"]]),
    Row(
      old: "\"name\": \"ecr\"", new: "\"name\": \"x\", \"name\": \"ecr\"",
      violations: [["duplicate-field", "providers[0].name"]]),
    Row(
      old: "\"get\"", new: "7", violations: [["type-mismatch", "providers[0].args[0]"]]),
    Row(old: "\"name\": \"ecr\", ", new: "", violations: [["name-empty", "providers[0].name"]]),
    Row(old: "\"ecr\"", new: "\"a/b\"", violations: [["name-with-slash", "providers[0].name"]]),
    Row(old: "\"ecr\"", new: "\"a b\"", violations: [["name-with-space", "providers[0].name"]]),
    Row(old: "\"ecr\"", new: "\".\"", violations: [["name-is-dots", "providers[0].name"]]),
    Row(old: "\"ecr\"", new: "\"..\"", violations: [["name-is-dots", "providers[0].name"]]),
    Row(old: "\"ecr\"", new: "\"...\"", violations: []),
    Row(
      old: "\"ecr\"", new: "\"a\\u0000b\"", violations: [["name-with-nul", "providers[0].name"]]),
    Row(old: "{\"", new: "\u{FEFF}{\"", violations: []),
    Row(
      old: "{\"", new: "\u{FEFF}\u{FEFF}{\"", violations: [["invalid-yaml", ""]]),
    Row(
      old: "kubelet.config.k8s.io/v1", new: "kubelet.config.k8s.io/__internal",
      violations: [["unknown-field", "providers"], ["no-providers", "providers"]]),
    Row(
      old: provider, new: "\(provider), \(provider)",
      violations: [["name-duplicate", "providers[1].name"]]),
    Row(
      old: "\"apiVersion\": \"credentialprovider.kubelet.k8s.io/v1\",", new: "",
      violations: [
        ["api-version-missing", "providers[0].apiVersion"],
        ["token-api-version", "providers[0].tokenAttributes"],
      ]),
    Row(
      old: "credentialprovider.kubelet.k8s.io/v1", new: "v1",
      violations: [
        ["api-version-unsupported", "providers[0].apiVersion"],
        ["token-api-version", "providers[0].tokenAttributes"],
      ]),
    Row(
      old: "credentialprovider.kubelet.k8s.io/v1", new: "credentialprovider.kubelet.k8s.io/v1beta1",
      violations: [["token-api-version", "providers[0].tokenAttributes"]]),
    Row(
      old: "\"*.dkr.ecr.*.amazonaws.com\", \"public.ecr.aws:443/team\"", new: "",
      violations: [["match-images-missing", "providers[0].matchImages"]]),
    Row(
      old: "public.ecr.aws:443", new: "public.ecr.aws:*",
      violations: [["match-image-invalid", "providers[0].matchImages[1]"]]),
    Row(
      old: "\"defaultCacheDuration\": \"12h\",", new: "",
      violations: [["cache-duration-missing", "providers[0].defaultCacheDuration"]]),
    Row(
      old: "\"12h\"", new: "null",
      violations: [["cache-duration-missing", "providers[0].defaultCacheDuration"]]),
    Row(
      old: "\"12h\"", new: "12",
      violations: [["type-mismatch", "providers[0].defaultCacheDuration"]]),
    Row(
      old: "\"12h\"", new: "\"12\"",
      violations: [["invalid-duration", "providers[0].defaultCacheDuration"]]),
    Row(
      old: "\"12h\"", new: "\"-1ns\"",
      violations: [["cache-duration-negative", "providers[0].defaultCacheDuration"]]),
    Row(old: "\"12h\"", new: "\"0s\"", violations: []),
    Row(
      old: "\"ecr\"", new: "\"ecr\"",
      violations: [["token-feature-disabled", "providers[0].tokenAttributes"]],
      isTokenEnabled: false),
    Row(
      old: "\"sts.amazonaws.com\"", new: "\"\"",
      violations: [
        ["token-audience-missing", "providers[0].tokenAttributes.serviceAccountTokenAudience"]
      ]),
    Row(
      old: "\"requireServiceAccount\": true,", new: "",
      violations: [
        ["require-service-account-missing", "providers[0].tokenAttributes.requireServiceAccount"]
      ]),
    Row(
      old: "\"requireServiceAccount\": true", new: "\"requireServiceAccount\": false",
      violations: [
        [
          "required-keys-without-account",
          "providers[0].tokenAttributes.requiredServiceAccountAnnotationKeys",
        ]
      ]),
    Row(
      old: "[\"eks.amazonaws.com/role-arn\"]", new: "[\"a/b/c\"]",
      violations: [
        [
          "annotation-key-invalid",
          "providers[0].tokenAttributes.requiredServiceAccountAnnotationKeys[0]",
        ]
      ]),
    Row(
      old: "[\"example.com/note\"]", new: "[\"a\", \"a\"]",
      violations: [
        [
          "annotation-key-duplicate",
          "providers[0].tokenAttributes.optionalServiceAccountAnnotationKeys[1]",
        ]
      ]),
    Row(
      old: "example.com/note", new: "eks.amazonaws.com/role-arn",
      violations: [["annotation-key-in-both-lists", "providers[0].tokenAttributes"]]),
    Row(
      old: "\"cacheType\": \"Token\",", new: "",
      violations: [["cache-type-missing", "providers[0].tokenAttributes.cacheType"]]),
    Row(
      old: "\"cacheType\": \"Token\"", new: "\"cacheType\": \"Pod\"",
      violations: [["cache-type-unsupported", "providers[0].tokenAttributes.cacheType"]]),
    Row(old: "\"cacheType\": \"Token\"", new: "\"cacheType\": \"ServiceAccount\"", violations: []),
  ])
  func findsTheViolation(_ row: Row) throws {
    let range = try #require(Self.document.range(of: row.old, options: row.options))
    let json = Self.document.replacingCharacters(in: range, with: row.new)
    var violations: [FieldViolation] = []
    do throws(CredentialProviderConfigError) {
      _ = try CredentialProviderConfig(
        json: Array(json.utf8), isServiceAccountTokenEnabled: row.isTokenEnabled)
    } catch {
      violations = error.violations
    }
    #expect(violations.map { [$0.code.description, $0.path] } == row.violations)
  }

  /// The version of the kubelet's own types, whose fields are named as in Go.
  @Test func readsTheInternalVersion() throws {
    let json = """
      {"kind": "CredentialProviderConfig", "apiVersion": "kubelet.config.k8s.io/__internal",
       "Providers": [{"Name": "a", "MatchImages": ["a.io"], "DefaultCacheDuration": "0s",
       "APIVersion": "credentialprovider.kubelet.k8s.io/v1", "Env": [{"Name": "A", "Value": "b"}],
       "TokenAttributes": {"ServiceAccountTokenAudience": "a", "CacheType": "Token",
       "RequireServiceAccount": true}}]}
      """
    let config = try CredentialProviderConfig(json: Array(json.utf8))
    #expect(config.providers.map(\.name) == ["a"])
    #expect(config.providers.first?.apiVersion == .v1)
    #expect(config.providers.first?.tokenAttributes?.audience == "a")
  }

  /// Go's `net/url` takes several colons in a host to 1.25, with which kubelets to 1.35 are built.
  @Test(arguments: [
    ("::1", true, false), ("a.io:80:90", true, false), ("a:b:c", false, false),
    ("a.io:80", true, true), ("[::1]:5000", true, true),
  ])
  func releasesDifferAboutColons(host: String, in135: Bool, in136: Bool) {
    let json = Array(
      Self.document.replacingOccurrences(of: "public.ecr.aws:443", with: host).utf8)
    #expect(((try? CredentialProviderConfig(json: json, release: .v135)) != nil) == in135)
    #expect(((try? CredentialProviderConfig(json: json)) != nil) == in136)
  }

  @Test func releasesDifferAboutTokens() {
    let json = Array(Self.document.utf8)
    #expect((try? CredentialProviderConfig(json: json, release: .v134)) != nil)
    #expect((try? CredentialProviderConfig(json: json, release: .v133)) == nil)
    #expect(
      (try? CredentialProviderConfig(
        json: json, release: .v133, isServiceAccountTokenEnabled: true)) != nil)
  }

  @Test func tellsNamesApartByTheirBytes() throws {
    func provider(_ name: String) -> String {
      Self.provider.replacingOccurrences(of: "\"ecr\"", with: "\"\(name)\"")
    }
    let json = configJSON([provider("\u{E9}"), provider("e\u{301}")])
    #expect(try CredentialProviderConfig(json: Array(json.utf8)).providers.count == 2)
    #expect(throws: CredentialProviderConfigError.self) {
      try CredentialProviderConfig(
        json: Array(configJSON([provider("\u{E9}"), provider("\u{E9}")]).utf8))
    }
  }

  @Test func showsKeysWithoutControlCharacters() {
    let json = Self.document.replacingOccurrences(of: "example.com/note", with: "a\\u001b")
      .replacingOccurrences(of: "eks.amazonaws.com/role-arn", with: "a\\u001b")
    let error = #expect(throws: CredentialProviderConfigError.self) {
      try CredentialProviderConfig(json: Array(json.utf8))
    }
    #expect(error?.violations.last?.code == .annotationKeyInBothLists)
    #expect(error?.description.contains("\u{1B}") == false)
  }

  @Test func reportsAllViolationsAtOnce() {
    let json = configJSON([
      #"{"name": "a b", "Args": [], "apiVersion": "v1", "matchImages": ["a.io", "a b"]}"#,
      #"{"name": "a b", "matchImages": [], "defaultCacheDuration": 5}"#,
    ])
    let error = #expect(throws: CredentialProviderConfigError.self) {
      try CredentialProviderConfig(json: Array(json.utf8))
    }
    #expect(
      error?.violations.map { "\($0.code) \($0.path)" } == [
        "unknown-field providers[0].Args",
        "type-mismatch providers[1].defaultCacheDuration",
        "name-with-space providers[0].name",
        "api-version-unsupported providers[0].apiVersion",
        "match-image-invalid providers[0].matchImages[1]",
        "cache-duration-missing providers[0].defaultCacheDuration",
        "name-with-space providers[1].name",
        "api-version-missing providers[1].apiVersion",
        "match-images-missing providers[1].matchImages",
        "name-duplicate providers[1].name",
      ])
    #expect(error?.violations.first?.explanation == "letter case counts: write args")
  }

  @Test func tellsWhereTextIsNoJSON() {
    let error = #expect(throws: CredentialProviderConfigError.self) {
      try CredentialProviderConfig(json: Array("{\n  \"kind\": nul}".utf8))
    }
    #expect(
      error?.description
        == "line 2, column 14: only true, false and null are written without quotes")
  }
}

extension CredentialProviderConfigTests.Row {
  /// The provider's `apiVersion` is the last of its kind in the document.
  fileprivate var options: String.CompareOptions {
    old.contains("credentialprovider") && new != "" ? [.backwards] : []
  }
}

@Suite struct QualifiedNameTests {
  @Test(arguments: [
    "a", "A", "\u{212A}/\u{130}", "a.b", "a_b", "a-b", "0", "example.com/name", "EXAMPLE.com/Name",
    String(repeating: "n", count: 63), String(repeating: "p", count: 253) + "/n",
  ])
  func accepts(_ key: String) {
    #expect(QualifiedName.violations(in: key) == [])
  }

  @Test(arguments: [
    "", "/", "a/", "/a", "a/b/c", "-a", "a-", ".a", "a.", "a b", "a/b c", "é", "example..com/n",
    "-example.com/n", "example_x.com/n", String(repeating: "n", count: 64),
    String(repeating: "p", count: 254) + "/n",
  ])
  func refuses(_ key: String) {
    #expect(!QualifiedName.violations(in: key).isEmpty)
  }
}
