import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

/// What is particular about a registry: who may pull there, and with which users and tokens.
@Suite struct RegistryKindTests {
  private let internalRegistry = "image-registry.openshift-image-registry.svc:5000"

  private func refused(_ image: String, _ user: String, _ password: String) throws -> Finding? {
    let host = try ImageReference(image).isDockerHub ? "https://index.docker.io/v1/" : nil
    return try findings(
      pod(
        image, secrets: ["a"],
        waiting: ("ErrImagePull", "failed to fetch oauth token: 403 Forbidden")),
      secret(
        keys: [host ?? (try ImageReference(image).registry)], user: user, password: password)
    ).first
  }

  @Test func anImageOfAnotherProject() throws {
    let findings = try findings(
      pod(
        "\(internalRegistry)/build/api",
        waiting: ("ErrImagePull", "reading manifest latest: authentication required")))
    #expect(summary(findings) == ["will fail: no-pull-secret"])
    #expect(findings[0].advice.contains("group system:serviceaccounts:shop"))
    #expect(
      findings[0].command == """
        kubectl -n build create rolebinding image-puller-shop --clusterrole=system:image-puller \
        --group=system:serviceaccounts:shop
        """)
  }

  @Test func anImageOfThePodsOwnProject() throws {
    let findings = try findings(pod("\(internalRegistry)/shop/api"))
    #expect(summary(findings) == ["may fail: no-pull-secret"])
    #expect(
      findings[0].advice == """
        OpenShift creates a Secret for it (default-dockercfg-…) and lists it in ServiceAccount default: a Pod \
        that is created again gets it.
        """)
    #expect(findings[0].command == nil)
  }

  @Test func aTokenThatMayNotPullFromTheProject() throws {
    let other = try refused("\(internalRegistry)/build/api", "serviceaccount", "hunter2")
    #expect(other?.code == .registryRefused)
    #expect(other?.command?.contains("-n build create rolebinding image-puller-shop") == true)
    let own = try refused("\(internalRegistry)/shop/api", "serviceaccount", "hunter2")
    #expect(own?.code == .registryRefused)
    #expect(own?.command == nil)
  }

  @Test(arguments: [
    ("cn-north-4@AK", true), ("cn-east-3@AK", false), ("AK", false), ("cn-east-33@AK", true),
  ])
  func aUserOfAnotherRegion(user: String, isWrong: Bool) throws {
    let finding = try refused("swr.cn-east-3.myhuaweicloud.com/a/b", user, "hunter2")
    #expect(finding?.code == .registryRefused)
    #expect(finding?.advice.contains("takes the user cn-east-3@ACCESS_KEY") == isWrong)
  }

  @Test(arguments: [("bot", true), ("json_key", false), ("iam", false)])
  func aUserOfYandex(user: String, isWrong: Bool) throws {
    let finding = try refused("cr.yandex/a/b", user, "hunter2")
    #expect(finding?.advice.contains("takes the user json_key") == isWrong)
  }

  @Test(arguments: [
    ("ghcr.io/a/b", "github_pat_11AAAA", "takes no fine-grained tokens"),
    ("ghcr.io/a/b", "ghp_11AAAA", "has the scope read:packages"),
    ("ghcr.io/a/b", "gho_11AAAA", "that of an app's login"),
    ("a/b", "dckr_oat_AAAA", "its user is the name of the organization"),
    ("a/b", "dckr_pat_AAAA", "Check the password or token"),
    ("r.example/a/b", "github_pat_11AAAA", "Check the password or token"),
  ])
  func aTokenOfAKind(image: String, token: String, advice: String) throws {
    let finding = try refused(image, "octo", token)
    #expect(finding?.code == .registryRefused)
    #expect(finding?.advice.contains(advice) == true)
  }

  @Test(arguments: [
    ("402 Payment Required", "wants a payment"), ("424 Failed Dependency", "is a cache"),
    ("418 I'm a teapot", "is no registry's usual one"),
  ])
  func statusesThatFewRegistriesGive(status: String, problem: String) throws {
    let findings = try findings(
      pod(
        secrets: ["a"],
        waiting: (
          "ErrImagePull", "unexpected status from HEAD request to https://r.example/v2/: \(status)"
        )),
      secret())
    #expect(summary(findings) == ["will fail: other-pull-failure"])
    #expect(findings[0].problem.contains(problem))
  }

  @Test(arguments: [
    ("[2606:50c0::154]:443: connect: network is unreachable", true),
    ("[2606:50c0::154]:443: i/o timeout", false),
    ("1.2.3.4:443: connect: network is unreachable", false),
  ])
  func aNodeWithoutIPv6(error: String, isOfIPv6: Bool) throws {
    let findings = try findings(
      pod(
        waiting: (
          "ErrImagePull", "Head https://r.example/v2/app/manifests/1: dial tcp \(error)"
        )))
    #expect(findings.first?.code == .registryUnreachable)
    #expect(findings.first?.problem.contains("no route to the IPv6 address") == isOfIPv6)
  }

  @Test func theAuthorityOfAnInterceptingProxyIsShown() throws {
    let findings = try findings(
      pod(
        waiting: (
          "ErrImagePull",
          """
          failed to do request: Head \\"https://r.example/v2/some/longer/name/manifests/1.2.0\\": tls: failed to \
          verify certificate: x509: certificate signed by unknown authority (possibly because of \\"x509: cannot \
          verify signature: insecure algorithm SHA1-RSA\\" while trying to verify candidate authority \
          certificate \\"Proxy Intermediate Root CA\\")
          """
        )))
    #expect(findings.first?.code == .tlsUntrusted)
    #expect(findings.first?.messages.first?.contains("Proxy Intermediate Root CA") == true)
  }

  @Test(arguments: [("true", "replace --force"), ("false", "apply"), ("null", "apply")])
  func anImmutableSecretIsMadeAgain(isImmutable: String, verb: String) throws {
    let finding = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["https://r.example:443"]).replacing(
        #""kind":"Secret","#, with: #""immutable":\#(isImmutable),"kind":"Secret","#)
    ).first
    #expect(finding?.command?.hasSuffix("| kubectl \(verb) -f -") == true)
    #expect(finding?.advice.contains("is immutable") == (isImmutable == "true"))
  }
}
