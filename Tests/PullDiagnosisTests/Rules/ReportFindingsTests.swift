import Testing

@testable import ImagePullCredentials
@testable import PullDiagnosis

@Suite struct ReportFindingsTests {
  @Test func theRegistryRefusesTheCredential() throws {
    let findings = try findings(
      pod(secrets: ["a"], waiting: ("ErrImagePull", "unauthorized: authentication required")),
      secret())
    #expect(summary(findings) == ["will fail: registry-refused"])
    #expect(
      text(.registryRefused, of: findings) == #"""
        The kubelet reports "unauthorized: authentication required" for container app, though \#
        credentials are tried: r.example does not accept those under "r.example" of Secret \#
        shop/a, or does not let them read the repository.
        Check that user "u" may pull "app", and renew the password.
        """#)
  }

  @Test func aCauseExplainsTheRefusal() throws {
    let findings = try findings(
      pod(secrets: ["b"], waiting: ("ErrImagePull", "failed to authorize: 401 Unauthorized")),
      secret("b", keys: ["r.example:5000"]))
    #expect(summary(findings) == ["will fail: registry-mismatch"])
  }

  @Test func theImageDoesNotExist() throws {
    let findings = try findings(
      pod(secrets: ["a"], waiting: ("ImagePullBackOff", "manifest unknown")),
      secret())
    #expect(summary(findings) == ["will fail: image-not-found"])
    #expect(
      text(.imageNotFound, of: findings) == #"""
        The kubelet reports "manifest unknown" for container app: the registry has no such \#
        image. This is not about credentials.
        Check repository and tag of "r.example/app".
        """#)
  }

  @Test func theImageDoesNotExistForTheAnonymous() throws {
    let findings = try findings(
      pod(secrets: [], waiting: ("ErrImagePull", "unexpected status: 404 Not Found")),
      secret())
    #expect(summary(findings) == ["will fail: image-not-found"])
    #expect(
      text(.imageNotFound, of: findings) == #"""
        The kubelet reports "404 Not Found" for container app: the registry has no such image, \#
        or hides it from those who do not log in.
        Check repository and tag of "r.example/app"; if it is there and private, it needs a pull \#
        secret.
        """#)
  }

  @Test func connectionRefused() throws {
    let findings = try findings(
      pod(
        secrets: ["a"],
        waiting: ("ErrImagePull", "dial tcp 192.0.2.1:443: connect: connection refused")),
      secret())
    #expect(summary(findings) == ["will fail: registry-unreachable"])
    #expect(
      text(.registryUnreachable, of: findings) == #"""
        The kubelet reports "connection refused" for container app: r.example was not reached. \#
        This is not about credentials.
        Check the name of the registry, DNS, network, proxy and certificates of the node.
        """#)
  }

  @Test func noRoute() throws {
    let findings = try findings(
      pod(secrets: ["a"], waiting: ("ErrImagePull", "dial tcp: connect: no route to host")),
      secret())
    #expect(summary(findings) == ["will fail: registry-unreachable"])
    #expect(
      text(.registryUnreachable, of: findings) == #"""
        The kubelet reports "no route to host" for container app: r.example was not reached. \#
        This is not about credentials.
        Check the name of the registry, DNS, network, proxy and certificates of the node.
        """#)
  }

  @Test func tooManyRequests() throws {
    let findings = try findings(
      pod(
        secrets: ["a"],
        waiting: ("ErrImagePull", "toomanyrequests: You have reached your pull rate limit")),
      secret())
    #expect(summary(findings) == ["will fail: rate-limited"])
    #expect(
      text(.rateLimited, of: findings) == #"""
        The kubelet reports "toomanyrequests" for container app: r.example has counted too many \#
        pulls.
        Wait, use an account with a higher limit, or pull through a cache of your own.
        """#)
  }

  @Test func tooManyAnonymousRequests() throws {
    let findings = try findings(
      pod(secrets: [], waiting: ("ErrImagePull", "429 Too Many Requests")),
      secret())
    #expect(summary(findings) == ["will fail: rate-limited"])
    #expect(
      text(.rateLimited, of: findings) == #"""
        The kubelet reports "429 Too Many Requests" for container app: r.example has counted too \#
        many pulls.
        Anonymous pulls are counted by address: list a Secret for r.example.
        """#)
  }

  @Test func neverPulled() throws {
    let findings = try findings(
      pod(secrets: ["a"], waiting: ("ErrImageNeverPull", "")),
      secret())
    #expect(summary(findings) == ["will fail: never-pulled"])
    #expect(
      text(.neverPulled, of: findings) == #"""
        The kubelet reports "ErrImageNeverPull" for container app: the image is not on the node, \#
        and imagePullPolicy Never forbids to pull it. This is not about credentials.
        Set imagePullPolicy to IfNotPresent, or load the image onto the node.
        """#)
  }

  @Test func anotherMessage() throws {
    let findings = try findings(
      pod(
        secrets: ["a"],
        waiting: ("ErrImagePull", "failed to extract layer: no space left on device")),
      secret())
    #expect(summary(findings) == ["will fail: other-pull-failure"])
    #expect(
      text(.otherPullFailure, of: findings) == #"""
        The kubelet reports "ErrImagePull" for container app: the pull fails for a reason \#
        that is not known here.
        Read the message: kubectl -n shop describe pod web
        """#)
  }

  @Test func aCrash() throws {
    let findings = try findings(
      pod(
        secrets: ["a"], waiting: ("CrashLoopBackOff", "back-off 5m0s restarting failed container")),
      secret())
    #expect(summary(findings) == ["worth knowing: not-a-pull-failure"])
    #expect(
      text(.notAPullFailure, of: findings) == #"""
        The kubelet reports "CrashLoopBackOff" for container app: its image is there, what \#
        failed came later. This is not about credentials.
        Look into the container: kubectl -n shop describe pod web
        """#)
  }

  @Test func waitingForItsTurn() throws {
    let findings = try findings(
      pod(secrets: ["a"], waiting: ("ContainerCreating", "")),
      secret())
    #expect(summary(findings) == [])
  }

  @Test func aBackOffWithoutTheCause() throws {
    let findings = try findings(
      pod(
        secrets: ["a"],
        waiting: ("ImagePullBackOff", #"Back-off pulling image \"r.example/app\""#)),
      secret(), event("Failed", "Error: ImagePullBackOff", field: "spec.containers{app}"))
    #expect(summary(findings) == ["will fail: other-pull-failure"])
    #expect(
      text(.otherPullFailure, of: findings) == #"""
        The kubelet reports "ImagePullBackOff" for container app, and the input does not say why.
        Give the Events too (kubectl get pods,sa,secrets,events), or read them: kubectl -n shop \#
        describe pod web
        """#)
  }

  @Test func aBackOffWhoseCauseAnEventTells() throws {
    let findings = try findings(
      pod(secrets: ["a"], waiting: ("ImagePullBackOff", "Back-off pulling image")), secret(),
      event("Failed", "Failed to pull image: manifest unknown", field: "spec.containers{app}"))
    #expect(summary(findings) == ["will fail: image-not-found"])
  }

  @Test func aBackOffThatTheManifestsExplain() throws {
    let findings = try findings(
      pod(secrets: ["a"], waiting: ("ImagePullBackOff", "Back-off pulling image")),
      secret(keys: ["r.example:1"]))
    #expect(summary(findings) == ["may fail: registry-mismatch"])
  }

  /// Messages of container runtimes, and what is found where a credential is tried.
  @Test(arguments: [
    (
      "failed to authorize: failed to fetch anonymous token: dial tcp: lookup r: no such host",
      "registry-unreachable"
    ),
    ("failed to authorize: failed to fetch anonymous token: 403 Forbidden", "registry-refused"),
    (
      "Requesting bearer token: invalid status code from registry 403 (Forbidden)",
      "registry-refused"
    ),
    ("invalid status code from registry 429 (Too Many Requests)", "rate-limited"),
    ("reading manifest 1 in r.example/app: unauthorized: access denied", "registry-refused"),
    ("no match for platform in manifest: not found", "other-pull-failure"),
    ("r.example/app:1: not found", "image-not-found"),
    ("signature required", "other-pull-failure"),
  ])
  func messages(message: String, code: String) throws {
    let findings = try findings(pod(secrets: ["a"], waiting: ("ErrImagePull", message)), secret())
    #expect(summary(findings) == ["will fail: \(code)"])
  }

  @Test func anotherReason() throws {
    let findings = try findings(
      pod(secrets: ["a"], waiting: ("SignatureValidationFailed", "image pull failed")), secret())
    #expect(summary(findings) == ["will fail: other-pull-failure"])
  }

  @Test func anEventThatIsOver() throws {
    let refused = event(
      "Failed", #"Failed to pull image "r.example/app": 403 Forbidden"#,
      field: "spec.containers{app}")
    let running = try findings(pod(secrets: ["a"], phase: "Running"), secret(), refused)
    #expect(summary(running) == [])
    let crashing = try findings(
      pod(secrets: ["a"], phase: "Running", waiting: ("CrashLoopBackOff", "back-off")), secret(),
      refused)
    #expect(summary(crashing) == ["worth knowing: not-a-pull-failure"])
  }

  @Test func anEventOfTheNewAPI() throws {
    let findings = try findings(
      pod(secrets: ["a"]), secret(),
      """
      {"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"e","namespace":"shop"},
      "reason":"Failed","note":"Failed to pull image: 401 Unauthorized","regarding":{"kind":"Pod",
      "namespace":"shop","name":"web","fieldPath":"spec.containers{app}"}}
      """)
    #expect(summary(findings) == ["will fail: registry-refused"])
  }

  @Test func thePodOfAWorkloadIsDescribed() throws {
    let objects = try KubernetesObjects(
      json: deployment(secrets: ["a"]) + secret()
        + pod(secrets: ["a"], owner: "web-5d9f", waiting: ("ErrImagePull", "no space left")))
    let workload = try #require(objects.workloads.first)
    let findings = objects.resolve(workload, merging: .admission)
      .diagnose(at: try #require(Timestamp(scenarioTime)))
    #expect(findings.map(\.advice) == ["Read the message: kubectl -n shop describe pod web"])
  }

  @Test func anEvent() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(),
      event(
        "Failed", #"Failed to pull image "r.example/app": 403 Forbidden"#,
        field: "spec.containers{app}"))
    #expect(summary(findings) == ["will fail: registry-refused"])
    #expect(
      text(.registryRefused, of: findings) == #"""
        The kubelet reports "403 Forbidden" for container app, though credentials are tried: \#
        r.example does not accept those under "r.example" of Secret shop/a, or does not let them \#
        read the repository.
        Check that user "u" may pull "app", and renew the password.
        """#)
  }

  @Test func anEventOfAnotherContainer() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(),
      event(
        "Failed", #"Failed to pull image "r.example/app": 403 Forbidden"#,
        field: "spec.containers{sidecar}"))
    #expect(summary(findings) == [])
  }
}
