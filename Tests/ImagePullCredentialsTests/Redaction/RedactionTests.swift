import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

/// Marked secrets through every public type that can hold one.
@Suite struct RedactionTests {
  private static let document = """
    {"auths":{
      "https://user:\(Canary.userinfo)@registry.example.com":
        {"auth":"\(Canary.base64("robot:\(Canary.password)"))","email":"a@b.c"},
      "user:\(Canary.userinfo)/x@quay.io": {"username":"u","password":"\(Canary.password)"},
      "u:\(Canary.userinfo)%zz@bad.example.com": {"username":"u","password":"\(Canary.password)"},
      "ghcr.io": {"identitytoken":"\(Canary.identityToken)","registrytoken":"\(Canary.registryToken)",
        "other":"\(Canary.unread)"},
      "same.example.com": {"username":"\(Canary.password)","password":"\(Canary.password)"},
      "token.example.com": {"username":"ghp_\(Canary.password)-0","password":"x"}
    },
    "HttpHeaders":{"X-Token":"\(Canary.header)"},
    "psFormat":"\(Canary.unread)",
    "credsStore":"desktop", "credHelpers":{"gcr.io":"gcloud"}}
    """

  private static let manifests = """
    {"kind":"Secret","apiVersion":"v1","type":"kubernetes.io/dockerconfigjson",
      "metadata":{"name":"pull","namespace":"n","uid":"1","annotations":{
        "kubectl.kubernetes.io/last-applied-configuration":"\(Canary.unread)"}},
      "data":{".dockerconfigjson":"\(Canary.base64(document))",
        "other":"\(Canary.base64(Canary.unread))"}}
    {"kind":"Secret","apiVersion":"v1","type":"Opaque","metadata":{"name":"opaque","namespace":"n"},
      "stringData":{".dockercfg":"\(Canary.password)","key":"\(Canary.unread)"}}
    {"kind":"Secret","apiVersion":"v1","type":"kubernetes.io/dockercfg",
      "metadata":{"name":"bad","namespace":"n"},
      "stringData":{".dockercfg":"{\\"quay.io\\":{\\"auth\\":\\"\(Canary.password)\\"}}"}}
    {"kind":"ServiceAccount","apiVersion":"v1","metadata":{"name":"default","namespace":"n",
      "annotations":{"kubectl.kubernetes.io/last-applied-configuration":"\(Canary.unread)"}},
      "imagePullSecrets":[{"name":"pull"}]}
    {"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","namespace":"n",
      "annotations":{"note":"\(Canary.unread)"}},
      "spec":{"imagePullSecrets":[{"name":"pull"},{"name":"opaque"},{"name":"bad"},{"name":"pull"}],
        "containers":[{"name":"c","image":"registry.example.com/app",
          "env":[{"name":"TOKEN","value":"\(Canary.unread)"}]}]}}
    {"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"d","namespace":"n"},
      "spec":{"template":{"spec":{"containers":[{"name":"c","image":"registry.example.com/app",
        "args":["\(Canary.unread)"]}]}}}}
    """

  @Test func documents() throws {
    let config = try DockerConfig(dockerConfigJSON: Self.document)
    #expect(config.entries[0].revealPassword() == Canary.password)
    #expect(config.entries[3].revealIdentityToken() == Canary.identityToken)
    #expect(config.entries[3].revealRegistryToken() == Canary.registryToken)
    Canary.expectHidden(in: config, "DockerConfig")
    Canary.expectHidden(in: config.entries, "DockerConfig.Entries")
    Canary.expectHidden(in: config.entries.dropFirst(), "a slice of entries")
    Canary.expectHidden(in: config.entries.makeIterator(), "an iterator of entries")
    for entry in config.entries { Canary.expectHidden(in: entry, "DockerConfig.Entry") }
    Canary.expectHidden(in: ["a": config.entries.first], "a dictionary of entries")
    Canary.expectHidden(in: config.httpHeaderNames, "header names")
    Canary.expectHidden(in: config.credentialHelpers, "CredentialHelper")
  }

  @Test func manifestsToBeWritten() throws {
    let config = DockerConfig([
      DockerConfig.Entry(
        registryKey: "https://user:\(Canary.userinfo)@quay.io", username: "u",
        password: Canary.password)
    ])
    let secret = try PullSecretManifest(name: "pull", namespace: "n", config: config)
    #expect(secret.config.entries.first?.revealPassword() == Canary.password)
    Canary.expectHidden(in: secret, "PullSecretManifest")
    Canary.expectHidden(in: secret.config, "PullSecretManifest.config")
  }

  @Test func errorsOfWriting() throws {
    let config = try DockerConfig(dockerConfigJSON: Self.document)
    let refusal = #expect(throws: PullSecretManifest.CreationError.self) {
      try PullSecretManifest(name: "pull", config: config)
    }
    Canary.expectHidden(in: try #require(refusal), "CreationError")
    let entry = DockerConfig.Entry(
      registryKey: "x:\(Canary.userinfo)@registry.example.com", username: "u",
      password: Canary.password)
    let secret = """
      {"kind":"Secret","type":"kubernetes.io/dockerconfigjson","metadata":{"name":"pull"},
        "data":{".dockerconfigjson":"\(Canary.base64(Self.document))"}}
      """
    let conflict = #expect(throws: Secret.UpdateError.self) {
      try Secret.updating(Array(secret.utf8), with: [entry])
    }
    #expect(conflict?.code == .keyWrittenDifferently)
    Canary.expectHidden(in: try #require(conflict), "UpdateError")
  }

  @Test func keyrings() throws {
    let config = try DockerConfig(dockerConfigJSON: Self.document)
    var keyring = Keyring()
    keyring.add(config, source: .file(path: "/config.json"))
    let image = try ImageReference("registry.example.com/app")
    let matches = keyring.credentials(for: image)
    let credential = try #require(matches.first)
    #expect(credential.revealPassword() == Canary.password)
    Canary.expectHidden(in: keyring, "Keyring")
    Canary.expectHidden(in: KeyringStack([keyring, keyring]), "KeyringStack")
    Canary.expectHidden(in: matches, "Keyring.Matches")
    Canary.expectHidden(in: matches.makeIterator(), "an iterator of matches")
    Canary.expectHidden(in: matches.startIndex, "an index of matches")
    Canary.expectHidden(in: credential, "Credential")
    Canary.expectHidden(
      in: Keyring.Login(username: "u", password: Canary.password), "Keyring.Login")
    let hash = credential.kubeletHash
    #expect(hash.utf8.count == 64)
    for rendering in Rendering.all(of: matches) { #expect(!rendering.text.contains(hash)) }
  }

  @Test(arguments: [
    "https://user:\(Canary.userinfo)@registry.example.com/v1/", "user:\(Canary.userinfo)@quay.io",
    "http://\(Canary.userinfo)@quay.io", "u:\(Canary.userinfo)@a@b.io",
    "u:\(Canary.userinfo)/@b.io",
  ])
  func registryKeys(key: String) throws {
    Canary.expectHidden(in: RegistryPattern.displayKey(of: key), "displayKey(of:)")
    do {
      let pattern = try RegistryPattern(registryKey: key)
      Canary.expectHidden(in: pattern, "RegistryPattern")
      Canary.expectHidden(
        in: pattern.comparison(withNormalizedName: "quay.io/app") as Any, "Comparison")
    } catch {
      Canary.expectHidden(in: error, "RegistryPattern.ParseError")
    }
  }

  @Test func objects() throws {
    let objects = try KubernetesObjects(json: Self.manifests)
    #expect(objects.secrets.count == 3)
    let revealed = objects.secrets[1].revealValue(forKey: ".dockercfg")
    #expect(revealed == Array(Canary.password.utf8))
    Canary.expectHidden(in: objects, "KubernetesObjects")
    for secret in objects.secrets {
      Canary.expectHidden(in: secret, "Secret")
      Canary.expectHidden(in: secret.content, "Secret.Content")
    }
    for object in objects.pods { Canary.expectHidden(in: object, "Pod") }
    for object in objects.workloads { Canary.expectHidden(in: object, "Workload") }
    for object in objects.serviceAccounts { Canary.expectHidden(in: object, "ServiceAccount") }
  }

  @Test(arguments: PullResolution.Merge.allCases)
  func resolutions(merge: PullResolution.Merge) throws {
    let objects = try KubernetesObjects(json: Self.manifests)
    let image = try ImageReference("registry.example.com/app")
    let resolutions =
      objects.pods.map { objects.resolve($0, merging: merge) }
      + objects.workloads.map { objects.resolve($0, merging: merge) }
    #expect(resolutions.map { $0.refusal == nil } == [false, true])
    for resolution in resolutions {
      Canary.expectHidden(in: resolution, "PullResolution")
      Canary.expectHidden(in: resolution.steps, "PullResolution.Step")
      Canary.expectHidden(in: resolution.refusal as Any, "PullResolution.Refusal")
      Canary.expectHidden(in: resolution.references, "PullResolution.Reference")
      Canary.expectHidden(in: resolution.references.map(\.skippedEntries), "SkippedEntry")
      Canary.expectHidden(in: resolution.credentials(for: image), "credentials")
    }
  }

  @Test(arguments: PullResolution.Merge.allCases)
  func findings(merge: PullResolution.Merge) throws {
    let objects = try KubernetesObjects(json: Self.manifests)
    let index = Cluster(objects)
    Canary.expectHidden(in: index, "Cluster")
    let now = Timestamp(secondsSince1970: 1_800_000_000)
    let resolutions =
      objects.pods.map { objects.resolve($0, merging: merge) }
      + objects.workloads.map { objects.resolve($0, merging: merge) }
    for resolution in resolutions {
      let findings =
        try resolution.diagnose(at: now, in: index)
        + [
          "registry.example.com/app", "quay.io/app", "bad.example.com/app", "ghcr.io/app", "nginx",
        ]
        .flatMap { resolution.diagnose(try ImageReference($0), at: now, in: index) }
      #expect(!findings.isEmpty)
      for finding in findings { Canary.expectHidden(in: finding, "Finding \(finding.code)") }
    }
  }

  @Test func manifestsShowOnlyWhatTheyAreWrittenFor() throws {
    let config = try DockerConfig(
      dockercfg: #"{"quay.io":{"auth":"\#(Canary.base64("a:\(Canary.password)"))"}}"#)
    let manifest = try PullSecretManifest(name: "pull", namespace: "n", config: config)
    Canary.expectHidden(in: manifest, "PullSecretManifest")
    // What is written for kubectl holds the secrets: that is what it is for.
    #expect(Canary.isShown(in: String(decoding: config.encodeDockerConfigJSON(), as: UTF8.self)))
    let broken = Array(Self.document.utf8)
    expectHiddenError { try PullSecretManifest(name: "a", dockerConfigJSON: broken) }
    expectHiddenError {
      try PullSecretManifest(name: "a", dockerConfigJSON: Array(broken.dropLast()))
    }
  }

  /// Documents that end, or go wrong, at each byte in turn: the errors show none of what they read.
  @Test func errorsOfTruncatedDocuments() {
    let document = Array(Self.document.utf8)
    for end in 0..<document.count {
      for broken in [Array(document[..<end]), document[..<end] + [0x01] + document[end...]] {
        expectHiddenError { try DockerConfig(dockerConfigJSON: broken) }
        expectHiddenError { try KubernetesObjects(json: broken) }
      }
    }
  }

  @Test func errorsOfTruncatedManifests() {
    let manifests = Array(Self.manifests.utf8)
    for end in stride(from: 0, to: manifests.count, by: 3) {
      expectHiddenError { try KubernetesObjects(json: Array(manifests[..<end])) }
      expectHiddenError {
        try KubernetesObjects(json: manifests[..<end] + [0x01] + manifests[end...])
      }
    }
  }

  private func expectHiddenError<Value>(
    at location: SourceLocation = #_sourceLocation, _ body: () throws -> Value
  ) {
    do {
      _ = try body()
    } catch {
      let text = "\(error) \(String(reflecting: error))"
      #expect(!Canary.isShown(in: text), "\(text)", sourceLocation: location)
    }
  }
}
