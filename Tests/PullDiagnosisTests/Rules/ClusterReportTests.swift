import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

/// What the cluster said, as findings.
@Suite struct ClusterReportTests {
  private func found(
    _ message: String, reason: String = "ErrImagePull", image: String = "r.example/app",
    secrets: [String] = ["a"], keys: [String] = ["r.example"]
  ) throws -> [Finding] {
    let waiting = (reason, String(json(message).dropFirst().dropLast()))
    return try findings(pod(image, secrets: secrets, waiting: waiting), secret(keys: keys))
  }

  // MARK: - Codes

  /// Messages of container runtimes, and what is found where a credential is tried.
  static let messages: [(message: String, code: String)] = [
    ("write /var/lib/x: no space left on device", "node-disk-full"),
    ("no match for platform in manifest: not found", "wrong-platform"),
    ("Source image rejected: A signature was required", "signature-rejected"),
    ("412 Precondition Failed", "other-pull-failure"),
    ("mkdir /var/lib/x: permission denied", "other-pull-failure"),
    ("unexpected commit digest sha256:aa, expected sha256:bb", "other-pull-failure"),
    ("registry r.example is blocked in /etc/containers/registries.conf", "other-pull-failure"),
    ("short name mode is enforcing", "other-pull-failure"),
    ("no processor for media-type: unknown", "other-pull-failure"),
    ("failed to parse hosts.toml: odd", "other-pull-failure"),
    ("HEAD request to https://r.example/v2/: 418 I'm a teapot", "other-pull-failure"),
    ("context canceled", "registry-unreachable"),
    ("context deadline exceeded", "registry-unreachable"),
    ("pull QPS exceeded", "other-pull-failure"),
    ("something odd", "other-pull-failure"),
    ("r.example/app:1: not found", "image-not-found"),
    ("manifest unknown", "image-not-found"),
    (
      "failed to copy: httpReadSeeker: failed open: content at https://r.example/v2/app/blobs/sha256:dd not found: not found",
      "image-not-found"
    ),
    ("fetching blob: received unexpected HTTP status: 403 Forbidden", "registry-unreachable"),
    ("toomanyrequests: slow down", "rate-limited"),
    ("invalid status code from registry 429 (Too Many Requests)", "rate-limited"),
    ("dial tcp 192.0.2.1:443: connect: connection refused", "registry-unreachable"),
    ("dial tcp: lookup r.example on 10.0.0.2:53: no such host", "registry-unreachable"),
    ("http: server gave HTTP response to HTTPS client", "registry-unreachable"),
    ("received unexpected HTTP status: 503 Service Unavailable", "registry-unreachable"),
    (
      "failed to authorize: failed to fetch anonymous token: dial tcp: lookup r: no such host",
      "registry-unreachable"
    ),
    (
      "tls: failed to verify certificate: x509: certificate signed by unknown authority",
      "tls-untrusted"
    ),
    (
      "failed to do request: Head \"https://r.example/v2/\": Proxy Authentication Required",
      "proxy-refused"
    ),
    (
      "unexpected status from HEAD request to https://m.example/v2/app/manifests/1?ns=r.example: 401 Unauthorized",
      "mirror-failed"
    ),
    ("failed to fetch anonymous token: 403 Forbidden", "stale-refusal"),
    ("failed to fetch oauth token: 403 Forbidden", "registry-refused"),
    (
      "Requesting bearer token: invalid status code from registry 403 (Forbidden)",
      "registry-refused"
    ),
    ("reading manifest 1 in r.example/app: unauthorized: access denied", "registry-refused"),
  ]

  @Test(arguments: messages.indices)
  func code(_ index: Int) throws {
    let (message, code) = Self.messages[index]
    #expect(summary(try found(message)) == ["will fail: \(code)"], "\(message)")
  }

  @Test(arguments: [
    ("ErrImageNeverPull", "", "never-pulled"),
    (
      "ErrImageNeverPull",
      #"Container image "r.example/app" is present with pull policy of Never but does not have the proper credentials"#,
      "image-access-unverified"
    ),
    ("SignatureValidationFailed", "image pull failed", "signature-rejected"),
    (
      "RegistryUnavailable",
      "image pull failed for r.example/app because the registry is unavailable",
      "registry-unreachable"
    ),
  ])
  func reason(_ reason: String, message: String, code: String) throws {
    #expect(summary(try found(message, reason: reason)) == ["will fail: \(code)"])
  }

  @Test func whatComesAfterThePull() throws {
    let findings = try found(
      "back-off 5m0s restarting failed container", reason: "CrashLoopBackOff")
    #expect(summary(findings) == ["worth knowing: not-a-pull-failure"])
    #expect(summary(try found("", reason: "ContainerCreating")) == [])
  }

  @Test func noneBringsASecret() throws {
    for (message, code) in Self.messages where !["registry-refused"].contains(code) {
      for finding in try found(message, secrets: [], keys: ["other.example"]) {
        guard finding.code.rawValue == code else { continue }
        #expect(!(finding.command ?? "").contains("create secret"), "\(message)")
      }
    }
  }

  // MARK: - Texts

  @Test func statusThatIsNoRegistrysUsualOne() throws {
    let finding = try #require(
      try found("HEAD request to https://r.example/v2/: 418 I'm a teapot").first)
    #expect(
      finding.problem
        == "r.example answers with the status 418, which is no registry's usual one.")
  }

  @Test func nodesThatAreInTheInputTellTheirPlatform() throws {
    let message = "no match for platform in manifest: not found"
    let node = """
      {"kind":"Node","metadata":{"name":"n"},"status":{"nodeInfo":{"architecture":"arm64",\
      "operatingSystem":"linux"}}}
      """
    let waiting = pod(secrets: ["a"], waiting: ("ErrImagePull", message))
      .replacing(#""spec":{"#, with: #""spec":{"nodeName":"n","#)
    let problem = "The image has no variant for the operating system and the architecture of node n"
    #expect(
      try findings(waiting, secret(), node).first?.problem
        == "\(problem) (linux/arm64). This is not about credentials.")
    #expect(
      try findings(waiting, secret()).first?.problem
        == "\(problem). This is not about credentials.")
  }

  @Test func aPullThatIsGivenUpBlamesNoHost() throws {
    let finding = try #require(try found("context deadline exceeded").first)
    #expect(finding.problem.contains("given up before it was complete"))
    let other = try #require(
      try found(#"Get "https://r.example/v2/": context deadline exceeded"#).first)
    #expect(other.problem.contains("r.example does not answer the node"))
  }

  @Test func wellKnownHostsAreNotMistyped() throws {
    func advice(_ host: String) throws -> String? {
      let message = "dial tcp: lookup \(host) on 10.0.0.2:53: no such host"
      return try found(message, image: "\(host)/a/b").first?.advice
    }
    #expect(try advice("ghcr.io")?.hasPrefix("The name is right") == true)
    #expect(try advice("r.example")?.hasPrefix("Check the name") == true)
  }

  @Test func imagesThatMoved() throws {
    let cases = [
      ("bitnami/redis:7.2", "docker.io/bitnamilegacy/redis"),
      ("k8s.gcr.io/pause:3", "registry.k8s.io/pause"),
    ]
    for (image, place) in cases {
      let finding = try #require(try found("\(image): not found", image: image, secrets: []).first)
      #expect(finding.code == .imageNotFound)
      #expect(finding.advice.contains("\"\(place)\""), "\(finding.advice)")
    }
    let stays = try #require(
      try found("acme/redis:1: not found", image: "acme/redis:1", secrets: []).first)
    #expect(!stays.advice.contains("moved"))
  }

  @Test func imagesOfAnEarlierTemplate() throws {
    let old = pod(
      "r.example/app:1", secrets: ["a"], owner: "web-5d9f",
      waiting: ("ErrImagePull", "r.example/app:1: not found"))
    func advice(_ image: String) throws -> String? {
      try findings(old, deployment(image, secrets: ["a"]), secret()).first?.advice
    }
    #expect(try advice("r.example/app:2")?.contains("has \"r.example/app:2\" by now") == true)
    #expect(try advice("r.example/app:1")?.contains("by now") == false)
  }

  @Test func officialImagesInAProxyCache() throws {
    func advice(_ image: String) throws -> String? {
      try found("\(image): not found", image: image).first?.advice
    }
    #expect(try advice("r.example/hub/nginx:1")?.contains("\"hub/library/nginx\"") == true)
    #expect(try advice("r.example/hub/web:1")?.contains("library") == false)
    #expect(try advice("r.example/hub/library/nginx:1")?.contains("proxy cache") == false)
  }

  @Test func usersThatARegistryDoesNotHave() throws {
    func advice(_ image: String, _ user: String) throws -> String? {
      let registry = String(image.prefix { $0 != "/" })
      let waiting = ("ErrImagePull", "failed to fetch oauth token: 401 Unauthorized")
      return try findings(
        pod(image, secrets: ["a"], waiting: waiting), secret(keys: [registry], user: user)
      ).first { $0.code == .registryRefused }?.advice
    }
    let oracle = "fra.ocir.io/space/app:1"
    #expect(try advice(oracle, "ci")?.contains("NAMESPACE/USER") == true)
    #expect(try advice(oracle, "space/ci")?.contains("NAMESPACE/USER") == false)
    #expect(try advice("nvcr.io/a/b:1", "ci")?.contains("$oauthtoken, literally") == true)
    #expect(try advice("nvcr.io/a/b:1", "$oauthtoken")?.contains("new NGC API key") == true)
    #expect(try advice("de.icr.io/a/b:1", "ci")?.contains("iamapikey") == true)
    #expect(
      try advice("1.dkr.ecr.eu-west-1.amazonaws.com/a:1", "AKIA")?.contains("the user AWS") == true)
    #expect(try advice("a.azurecr.cn/b:1", "ci")?.contains("AcrPull on a") == true)
    #expect(
      try advice("r.example:5050/a:1", "gitlab+deploy-token-1")?.contains("read_registry") == true)
    #expect(try advice("r.example:5050/a:1", "ci")?.contains("read_registry") == false)
  }

  @Test func anOldTokenForWhatIsPublic() throws {
    let message = "403 Forbidden: denied: Your authorization token has expired."
    let image = "public.ecr.aws/a/b:1"
    let waiting = ("ErrImagePull", message)
    let found = try findings(
      pod(image, secrets: ["a"], waiting: waiting),
      secret(keys: ["public.ecr.aws"], user: "AWS", made: "2026-11-10T07:00:00Z"))
    #expect(found.first?.code == .expiredECR)
    #expect(found.first?.command?.contains("aws ecr-public get-login-password") == true)
    let anonymous = try findings(pod(image, waiting: ("ErrImagePull", "403 Forbidden")))
    #expect(anonymous.first?.code == .repositoryUnknown)
  }

  @Test func keysThatDockerHubDoesNotHaveCountAsNone() throws {
    let waiting = ("ErrImagePull", "toomanyrequests: You have reached your pull rate limit.")
    let found = try findings(
      pod("haproxy:3", secrets: ["a"], waiting: waiting), secret(keys: ["registry-1.docker.io"]))
    #expect(found.first?.code == .rateLimited)
    #expect(found.first?.advice.contains("\"registry-1.docker.io\"") == true)
    #expect(found.first?.command?.contains("index") == true)
  }

  @Test func diskFull() throws {
    #expect(
      text(.nodeDiskFull, of: try found("write /var/lib/x: no space left on device")) == #"""
        The node has no space left for the image. This is not about credentials.
        Free space on the node, or inodes (df -h, df -i): look at its condition DiskPressure, and \#
        remove images that are not used (crictl rmi --prune). The kubelet tries again by itself.
        """#)
  }

  @Test func refusedCredential() throws {
    #expect(
      text(.registryRefused, of: try found("unauthorized: incorrect username or password")) == #"""
        r.example refuses the credential of Secret shop/a (user "u").
        The user or the password is wrong: write a valid password or token of "u".
        """#)
  }

  @Test func certificate() throws {
    let cases = [
      (
        "x509: certificate has expired or is not yet valid: current time T is after U",
        "which has expired or is not valid yet", "Renew the certificate"
      ),
      (
        "x509: certificate is valid for a.example, not r.example", "which does not have that name",
        "subject alternative names"
      ),
      (
        "remote error: tls: certificate required", "the other side ended the handshake",
        "client certificate"
      ),
      (
        "x509: certificate signed by unknown authority",
        "does not trust the certificate of r.example.",
        "Add the CA"
      ),
    ]
    for (message, problem, advice) in cases {
      let finding = try #require(try found(message).first)
      #expect(finding.code == .tlsUntrusted)
      #expect(finding.problem.contains(problem), "\(finding.problem)")
      #expect(finding.advice.contains(advice), "\(finding.advice)")
    }
  }

  @Test func mirrorsThatFailBesideAnUnreachableRegistry() throws {
    let mirrors =
      "(Mirrors also failed: [m.example/app:1: reading manifest 1 in m.example/app: manifest unknown]): r.example/app:1: "
    #expect(
      summary(try found(mirrors + "Get \"https://r.example/v2/\": i/o timeout"))
        == ["will fail: mirror-failed"])
    // Where the registry itself answers, its answer counts.
    let refused = try found(mirrors + "reading manifest 1 in r.example/app: unauthorized: no")
    #expect(summary(refused) == ["will fail: registry-refused"])
    #expect(
      try #require(refused.first).messages == [
        "reading manifest 1 in r.example/app: unauthorized: no",
        "mirror m.example: reading manifest 1 in m.example/app: manifest unknown",
      ])
  }

  @Test func hostThatWasMeant() throws {
    let message = "dial tcp: lookup r.exmaple on 10.0.0.2:53: no such host"
    let findings = try found(message, image: "r.exmaple/app")
    #expect(summary(findings) == ["will fail: registry-unreachable"])
    #expect(try #require(findings.first).advice.hasPrefix(#"Did you mean "r.example"?"#))
    let right = try found("dial tcp: lookup r.example on 10.0.0.2:53: no such host")
    #expect(!(try #require(right.first).advice.contains("Did you mean")))
  }

  @Test func theMessageGoesWithEachCause() throws {
    let findings = try found(
      "failed to fetch anonymous token: 401 Unauthorized", keys: ["r.example:1"])
    #expect(summary(findings) == ["will fail: registry-mismatch"])
    #expect(findings.first?.messages == ["failed to fetch anonymous token: 401 Unauthorized"])
  }

  // MARK: - Repositories that do not exist

  @Test func mistypedPublicImage() throws {
    let findings = try found(
      "pull access denied, repository does not exist or may require authorization",
      image: "ngnix:1",
      secrets: [])
    #expect(summary(findings) == ["will fail: repository-unknown"])
    #expect(
      text(.repositoryUnknown, of: findings) == #"""
        Docker Hub (docker.io) has no such repository, or does not show it to this Pod.
        Did you mean "nginx"? Check the name "ngnix:1".
        """#)
  }

  @Test func forgottenRegistry() throws {
    let findings = try found(
      "pull access denied, repository does not exist or may require authorization",
      image: "acme/app:1")
    #expect(summary(findings) == ["will fail: repository-unknown"])
    #expect(
      try #require(findings.first).advice
        == #"Did you mean "r.example/acme/app:1"? A name without a registry is Docker Hub's."#)
  }

  @Test func privateImageIsNotUnknown() throws {
    let findings = try found(
      "pull access denied, repository does not exist or may require authorization",
      image: "r.example/acme/app:1", secrets: [])
    #expect(!summary(findings).contains("will fail: repository-unknown"))
  }

  // MARK: - What was sent

  @Test func credentialsOfTheNode() throws {
    let oauth = "failed to fetch oauth token: 403 Forbidden"
    let image = "europe-docker.pkg.dev/acme/app/web:1"
    let findings = try found(oauth, image: image, secrets: [])
    #expect(summary(findings) == ["will fail: node-credentials-refused"])
    #expect(
      try #require(findings.first).advice
        == "Give the nodes' service account the role roles/artifactregistry.reader on the repository."
    )
    let anonymous = try found(
      "failed to fetch anonymous token: 403 Forbidden", image: image, secrets: [])
    #expect(summary(anonymous) == ["will fail: no-pull-secret"])
  }

  @Test func refusalBeforeTheSecretChanged() throws {
    func findings(_ made: String) throws -> [String] {
      summary(
        try PullDiagnosisTests.findings(
          pod(secrets: ["a"], waiting: ("ImagePullBackOff", "Back-off pulling image")),
          secret(made: made),
          event(
            "Failed",
            #"Failed to pull image "r.example/app": failed to fetch oauth token: 403 Forbidden"#,
            field: "spec.containers{app}", time: "2026-11-20T08:30:00Z")))
    }
    #expect(try findings("2026-11-20T08:30:01Z") == ["will fail: stale-refusal"])
    #expect(try findings("2026-11-20T08:30:00Z") == ["will fail: registry-refused"])
  }

  @Test func rateLimitOfAccountAndAddress() throws {
    let account = try #require(
      try found("toomanyrequests: You have reached your pull rate limit").first)
    #expect(account.problem.contains("of this account or address"))
    let unsent = try #require(
      try found("toomanyrequests: You have reached your unauthenticated pull rate limit").first)
    #expect(unsent.problem.contains("Secret shop/a has a key for it: nothing was sent"))
    let anonymous = try #require(try found("toomanyrequests: no", secrets: []).first)
    #expect(anonymous.advice.hasPrefix("Secret shop/a has a key for it: add it to "))
  }

  // MARK: - What a message is about

  @Test func messageIsAboutTheImageThatItNames() throws {
    let waiting = (
      "ImagePullBackOff",
      #"Back-off pulling image \"r.example/other\": ErrImagePull: manifest unknown"#
    )
    let named = try findings(pod(secrets: ["a"], waiting: waiting), secret())
    // No other image of the Pod is called so: the container's status counts.
    #expect(summary(named) == ["will fail: image-not-found"])
    let event = event(
      "Failed", #"Failed to pull image "r.example/other": manifest unknown"#,
      field: "spec.containers{app}")
    #expect(summary(try findings(pod(secrets: ["a"]), secret(), event)) == [])
  }

  @Test func lastEventCounts() throws {
    func failed(_ text: String, _ time: String) -> String {
      event(
        "Failed", #"Failed to pull image "r.example/app": \#(text)"#, field: "spec.containers{app}",
        time: time)
    }
    let findings = try findings(
      pod(secrets: ["a"]), secret(), failed("manifest unknown", "2026-11-20T08:40:00Z"),
      failed("403 Forbidden", "2026-11-20T08:30:00Z"), event("Failed", "Error: ErrImagePull"))
    #expect(summary(findings) == ["will fail: image-not-found"])
  }

  @Test func eventOutlivesWhatItTellsOf() throws {
    let refused = event(
      "Failed", #"Failed to pull image "r.example/app": 403 Forbidden"#,
      field: "spec.containers{app}")
    #expect(summary(try findings(pod(secrets: ["a"], phase: "Running"), secret(), refused)) == [])
    #expect(
      summary(try findings(pod(secrets: ["a"]), secret(), refused)) == [
        "will fail: registry-refused"
      ])
  }

  @Test func statusIsNewerThanEvents() throws {
    let refused = event(
      "Failed", #"Failed to pull image "r.example/app": 403 Forbidden"#,
      field: "spec.containers{app}")
    let findings = try findings(
      pod(secrets: ["a"], waiting: ("ErrImagePull", "manifest unknown")), secret(), refused)
    #expect(summary(findings) == ["will fail: image-not-found"])
  }

  @Test func nobodySaysWhy() throws {
    let findings = try found(
      #"Back-off pulling image "r.example/app""#, reason: "ImagePullBackOff")
    #expect(
      text(.otherPullFailure, of: findings) == #"""
        The pull fails, and the input does not say why.
        Give the Events too (kubectl get pods,sa,secrets,events), or read them: kubectl -n shop \#
        describe pod web
        """#)
  }

  @Test func sandboxImage() throws {
    let sandbox = event(
      "FailedCreatePodSandBox",
      #"Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox image "r.example/pause:3": failed to pull image "r.example/pause:3": 401 Unauthorized"#
    )
    let findings = try findings(pod(secrets: ["a"]), secret(), sandbox)
    #expect(summary(findings) == ["will fail: node-credentials-refused"])
    #expect(try #require(findings.first).problem.contains(#"sandbox image "r.example/pause:3""#))
    #expect(
      summary(
        try PullDiagnosisTests.findings(pod(secrets: ["a"], phase: "Running"), secret(), sandbox))
        == [])
  }
}
