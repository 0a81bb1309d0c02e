import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct MissingSecretTests {
  @Test func aSecretThatDoesNotExist() throws {
    let findings = try findings(
      pod(secrets: ["gone"]),
      secret("other", keys: ["q.example"]))
    #expect(summary(findings) == ["may fail: secret-missing"])
    #expect(
      text(.secretMissing, of: findings) == #"""
        Secret shop/gone is not in the input; if it does not exist, the kubelet skips it and \#
        pulls with what is left.
        Create the Secret, or change the name in spec.imagePullSecrets of Pod shop/web.
        $ kubectl -n shop create secret docker-registry gone --docker-server=r.example \#
        --docker-username="${REGISTRY_USER:?}" --docker-password="${REGISTRY_PASSWORD:?}"
        """#)
  }

  @Test func aNameThatIsNearlyRight() throws {
    let findings = try findings(
      pod(secrets: ["regcrd"]),
      secret("regcred"))
    #expect(summary(findings) == ["may fail: secret-missing"])
    #expect(
      text(.secretMissing, of: findings) == #"""
        Secret shop/regcrd is not in the input; if it does not exist, the kubelet skips it \#
        and pulls with what is left.
        Did you mean "regcred"? Change the name in spec.imagePullSecrets of Pod shop/web.
        """#)
  }

  @Test func aNameOfAServiceAccount() throws {
    let findings = try findings(
      deployment(account: "web"),
      account("web", "regcrd"),
      secret("regcred"))
    #expect(summary(findings) == ["may fail: secret-missing"])
    #expect(
      text(.secretMissing, of: findings) == #"""
        Secret shop/regcrd is not in the input; if it does not exist, the kubelet skips it \#
        and pulls with what is left.
        Did you mean "regcred"? Change the name in imagePullSecrets of ServiceAccount \#
        shop/web.
        """#)
  }

  @Test func aPublicImageThatRunsNeedsNone() throws {
    let event = event(
      "FailedToRetrieveImagePullSecret",
      "Unable to retrieve some image pull secrets (gone); attempting to pull the image may not succeed."
    )
    let works = try findings(pod("grafana/grafana:11", secrets: ["gone"], phase: "Running"), event)
    #expect(summary(works) == ["worth knowing: secret-missing"])
    #expect(works.first?.command == nil)
    let own = try findings(pod("r.example/app", secrets: ["gone"], phase: "Running"), event)
    #expect(summary(own).first == "may fail: secret-missing")
  }

  @Test func anInputWithoutSecrets() throws {
    let findings = try findings(
      pod(secrets: ["gone"]))
    #expect(summary(findings) == ["may fail: secret-missing"])
    #expect(
      text(.secretMissing, of: findings) == #"""
        Secret shop/gone is not in the input, which has no Secrets of this namespace at all.
        If it exists, get Secrets too: kubectl get pods,sa,secrets -o json. If not, create it.
        """#)
  }

  @Test func anEventSaysSoToo() throws {
    let findings = try findings(
      pod(secrets: ["x", "gone"]),
      event(
        "FailedToRetrieveImagePullSecret",
        "Unable to retrieve some image pull secrets (x, gone); attempting to pull the image may not succeed."
      ))
    #expect(
      summary(findings) == [
        "may fail: secret-missing",
        "may fail: secret-missing",
      ])
    #expect(
      text(.secretMissing, of: findings) == #"""
        Secret shop/x does not exist; the kubelet skips it and pulls with what is left, as \#
        its Event FailedToRetrieveImagePullSecret says.
        Create the Secret, or change the name in spec.imagePullSecrets of Pod shop/web.
        $ kubectl -n shop create secret docker-registry x --docker-server=r.example \#
        --docker-username="${REGISTRY_USER:?}" --docker-password="${REGISTRY_PASSWORD:?}"
        """#)
  }

  @Test func aSecretThatIsNotNeeded() throws {
    let findings = try findings(
      pod(secrets: ["gone", "a"]),
      secret())
    #expect(summary(findings) == ["worth knowing: secret-missing"])
    #expect(
      text(.secretMissing, of: findings) == #"""
        Secret shop/gone is not in the input; if it does not exist, the kubelet skips it and \#
        pulls with what is left.
        Create the Secret, or change the name in spec.imagePullSecrets of Pod shop/web.
        """#)
  }

  @Test func aSecretThatExists() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret())
    #expect(summary(findings) == [])
  }

  @Test func aSecretOfAnotherNamespace() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret("a", namespace: "platform", document: #"{"auths":{}}"#))
    #expect(summary(findings) == ["may fail: other-namespace"])
    #expect(
      text(.otherNamespace, of: findings) == #"""
        Secret shop/a is not in the input; there is one of that name in namespace platform, \#
        but the kubelet looks only in the Pod's own.
        Copy the Secret to namespace shop.
        $ kubectl -n platform get secret a -o json | sed 's/"namespace": \#
        "platform"/"namespace": "shop"/' | kubectl apply -f -
        """#)
  }

  /// Many Pods may lack what many namespaces have: the namespaces are counted up to a limit.
  @Test(arguments: [(1, ""), (2, " and 1 more"), (16, " and 15 more"), (17, " and many more")])
  func aSecretOfManyOtherNamespaces(count: Int, more: String) throws {
    let secrets = (1...count).map {
      secret("a", namespace: "platform-\($0)", document: #"{"auths":{}}"#)
    }
    let findings = try findings(pod(secrets: ["a"]), secrets.joined())
    let problem = try #require(findings.first { $0.code == .otherNamespace }?.problem)
    #expect(
      problem == """
        Secret shop/a is not in the input; there is one of that name in namespace platform-1\(more), \
        but the kubelet looks only in the Pod's own.
        """)
  }

  @Test func aMadeSecretOfAnotherNamespace() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret("a", namespace: "platform", document: #"{"auths":{}}"#, owner: "ExternalSecret"))
    #expect(summary(findings) == ["may fail: other-namespace"])
    #expect(
      text(.otherNamespace, of: findings) == #"""
        Secret shop/a is not in the input; there is one of that name in namespace platform, \#
        but the kubelet looks only in the Pod's own.
        Copy the Secret to namespace shop, or have ExternalSecret maker create it there.
        """#)
  }

  @Test func aNamesakeWithoutCredentials() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret("a", namespace: "platform", document: "x", key: "token", type: "Opaque"))
    #expect(summary(findings) == ["may fail: secret-missing"])
    #expect(
      text(.secretMissing, of: findings) == #"""
        Secret shop/a is not in the input, which has no Secrets of this namespace at all.
        If it exists, get Secrets too: kubectl get pods,sa,secrets -o json. If not, create it.
        """#)
  }

  @Test func aSecretThatCameLate() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(),
      event(
        "FailedToRetrieveImagePullSecret",
        "Unable to retrieve some image pull secrets (a); attempting to pull the image may not succeed."
      ))
    #expect(summary(findings) == ["worth knowing: secret-was-missing"])
    #expect(
      text(.secretWasMissing, of: findings) == #"""
        Secret shop/a exists now, but was missing when the kubelet said \#
        FailedToRetrieveImagePullSecret.
        Wait for the next try, or delete the Pod so that it is pulled at once.
        """#)
  }

  @Test func anEventAboutAnotherSecret() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(),
      event(
        "FailedToRetrieveImagePullSecret",
        "Unable to retrieve some image pull secrets (b); attempting to pull the image may not succeed."
      ))
    #expect(summary(findings) == [])
  }

  @Test func aSecretThatCameLateForAPodThatRuns() throws {
    let findings = try findings(
      pod(secrets: ["a"], phase: "Running"),
      secret(),
      event(
        "FailedToRetrieveImagePullSecret",
        "Unable to retrieve some image pull secrets (a); attempting to pull the image may not succeed."
      ))
    #expect(summary(findings) == [])
  }

  @Test func anotherSecretHasAKeyForTheImage() throws {
    let findings = try findings(
      pod(secrets: ["gone"]),
      secret("regcred"))
    #expect(summary(findings) == ["may fail: secret-missing"])
    #expect(
      text(.secretMissing, of: findings) == #"""
        Secret shop/gone is not in the input; if it does not exist, the kubelet skips it and \#
        pulls with what is left.
        "regcred" has a key for r.example: name that in spec.imagePullSecrets of Pod \#
        shop/web, or create the Secret.
        """#)
  }
}
