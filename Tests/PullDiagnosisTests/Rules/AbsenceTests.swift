import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct AbsenceTests {
  @Test func nobodyListsASecret() throws {
    let findings = try findings(
      deployment(),
      account("default"))
    #expect(summary(findings) == ["may fail: no-pull-secret"])
    #expect(
      text(.noPullSecret, of: findings) == #"""
        Neither Deployment shop/web nor its ServiceAccount default lists a pull secret; \#
        r.example is asked without one.
        Check the image's name; if the image is private, create a Secret for r.example and add it to \#
        spec.template.spec.imagePullSecrets.
        $ kubectl -n shop create secret docker-registry regcred --docker-server=r.example \#
        --docker-username="${REGISTRY_USER:?}" --docker-password="${REGISTRY_PASSWORD:?}" && \#
        kubectl -n shop patch deployment web -p \#
        '{"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"regcred"}]}}}}'
        """#)
  }

  @Test func nobodyListsASecretForDockerHub() throws {
    let findings = try findings(
      deployment("acme/app"),
      account("default"))
    #expect(summary(findings) == ["may fail: no-pull-secret"])
    #expect(
      text(.noPullSecret, of: findings) == #"""
        Neither Deployment shop/web nor its ServiceAccount default lists a pull secret; \#
        docker.io is asked without one.
        Check the image's name; if the image is private, create a Secret for docker.io and add it to \#
        spec.template.spec.imagePullSecrets.
        $ kubectl -n shop create secret docker-registry regcred \#
        --docker-server=https://index.docker.io/v1/ --docker-username="${REGISTRY_USER:?}" \#
        --docker-password="${REGISTRY_PASSWORD:?}" && kubectl -n shop patch deployment web -p \#
        '{"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"regcred"}]}}}}'
        """#)
  }

  @Test func theRegistryRefused() throws {
    let findings = try findings(
      pod(waiting: ("ErrImagePull", "failed to authorize: 401 Unauthorized")))
    #expect(summary(findings) == ["will fail: no-pull-secret"])
    #expect(
      text(.noPullSecret, of: findings) == #"""
        Pod shop/web lists no pull secret, and its ServiceAccount default, which may list \#
        one, is not in the input; r.example is asked without one.
        Check the image's name; if the image is private, create a Secret for r.example and add \#
        it to spec.imagePullSecrets. A live Pod cannot be edited: recreate it.
        $ kubectl -n shop create secret docker-registry regcred --docker-server=r.example \#
        --docker-username="${REGISTRY_USER:?}" --docker-password="${REGISTRY_PASSWORD:?}"
        """#)
  }

  @Test func theImageIsInUse() throws {
    let findings = try findings(
      pod(phase: "Running"))
    #expect(summary(findings) == ["worth knowing: no-pull-secret"])
    #expect(
      text(.noPullSecret, of: findings) == #"""
        Pod shop/web lists no pull secret, and its ServiceAccount default, which may list \#
        one, is not in the input; r.example is asked without one.
        Check the image's name; if the image is private, create a Secret for r.example and add \#
        it to spec.imagePullSecrets. A live Pod cannot be edited: recreate it.
        """#)
  }

  @Test func aSecretThatNobodyLists() throws {
    let findings = try findings(
      deployment(),
      secret())
    #expect(summary(findings) == ["may fail: secret-not-listed"])
    #expect(
      text(.secretNotListed, of: findings) == #"""
        Secret shop/a has a key for the image, but neither Deployment shop/web nor its \#
        ServiceAccount default lists it.
        Add it to spec.template.spec.imagePullSecrets.
        $ kubectl -n shop patch deployment web -p \#
        '{"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"a"}]}}}}'
        """#)
  }

  @Test func aSecretForAnotherRegistry() throws {
    let findings = try findings(
      deployment(),
      secret(keys: ["q.example"]))
    #expect(summary(findings) == ["may fail: no-pull-secret"])
    #expect(
      text(.noPullSecret, of: findings) == #"""
        Deployment shop/web lists no pull secret, and its ServiceAccount default, which may \#
        list one, is not in the input; r.example is asked without one.
        Check the image's name; if the image is private, create a Secret for r.example and add \#
        it to spec.template.spec.imagePullSecrets.
        $ kubectl -n shop create secret docker-registry regcred --docker-server=r.example \#
        --docker-username="${REGISTRY_USER:?}" --docker-password="${REGISTRY_PASSWORD:?}" && \#
        kubectl -n shop patch deployment web -p \#
        '{"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"regcred"}]}}}}'
        """#)
  }

  @Test func noKeyIsForTheRegistry() throws {
    let findings = try findings(
      deployment(secrets: ["a"]),
      secret(keys: ["q.example", "ghcr.io"]))
    #expect(summary(findings) == ["may fail: no-matching-key"])
    #expect(
      text(.noMatchingKey, of: findings) == #"""
        No key of the pull secrets is for r.example; the keys are for "q.example" and \#
        "ghcr.io".
        Check the image's name; if the image is private, create a Secret for r.example and add it to \#
        spec.template.spec.imagePullSecrets.
        $ kubectl -n shop create secret docker-registry regcred --docker-server=r.example \#
        --docker-username="${REGISTRY_USER:?}" --docker-password="${REGISTRY_PASSWORD:?}" && \#
        kubectl -n shop patch deployment web -p \#
        '{"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"regcred"}]}}}}'
        """#)
  }

  @Test func aKeyIsForTheRegistry() throws {
    let findings = try findings(
      deployment(secrets: ["a"]),
      secret(keys: ["r.example", "ghcr.io"]))
    #expect(summary(findings) == [])
  }

  @Test func aServiceAccountsListIsExtended() throws {
    let findings = try findings(
      deployment(),
      account("default", "a"),
      secret(keys: ["q.example"]),
      secret("b"))
    #expect(summary(findings) == ["may fail: secret-not-listed"])
    #expect(
      text(.secretNotListed, of: findings) == #"""
        Secret shop/b has a key for the image, but neither Deployment shop/web nor its \#
        ServiceAccount default lists it.
        Add it to the imagePullSecrets of ServiceAccount shop/default, which a list of the \#
        Pod's own would hide, and recreate the Pods.
        $ kubectl -n shop patch serviceaccount default --type=json -p \#
        '[{"op":"add","path":"/imagePullSecrets/-","value":{"name":"b"}}]'
        """#)
  }

  @Test func anotherImageNeedsTheKey() throws {
    let two = deployment(secrets: ["a"])
      .replacing("}]}}}}", with: #"},{"name":"b","image":"team-a.r.example/x"}]}}}}"#)
      .replacing("r.example/app", with: "team-b.r.example/app")
    let findings = try findings(two, secret(keys: ["team-a.r.example"]))
    #expect(summary(findings) == ["may fail: no-matching-key"])
    #expect(findings[0].problem.contains("team-b.r.example"))
  }

  @Test func theNameOfANewSecretIsFree() throws {
    let findings = try findings(
      deployment(secrets: ["regcred"]), secret("regcred", keys: ["q.example"]))
    #expect(findings[0].command?.contains(" docker-registry regcred-2 ") == true)
    #expect(
      findings[0].command?.hasSuffix(#""imagePullSecrets":[{"name":"regcred-2"}]}}}}'"#) == true)
  }

  @Test func aPodOfTheWorkloadHasTheImage() throws {
    let objects = try KubernetesObjects(
      json: deployment() + pod(owner: "web-5d9f", phase: "Running", policy: "IfNotPresent"))
    let workload = try #require(objects.workloads.first)
    let now = try #require(Timestamp(scenarioTime))
    let resolution = objects.resolve(workload, merging: .admission)
    #expect(
      summary(resolution.diagnose(at: now, in: Cluster(objects))) == [
        "worth knowing: no-pull-secret"
      ])
  }

  @Test func theServiceAccountWasGivenAnotherSecretLater() throws {
    let findings = try findings(
      pod(),
      account("default", "a"),
      secret(keys: ["q.example"]))
    #expect(summary(findings) == ["may fail: no-pull-secret"])
    #expect(
      findings[0].problem == #"""
        Pod shop/web has no pull secrets, and those that ServiceAccount default lists now have \#
        no key for the image; r.example is asked without one.
        """#)
  }

  @Test func aJobThatHasBeenMade() throws {
    let job = deployment().replacing("Deployment", with: "Job")
    let live = job.replacing(
      #""namespace":"shop"}"#,
      with: #""namespace":"shop","creationTimestamp":"2026-11-20T08:00:00Z"}"#)
    let advice = "Add it to spec.template.spec.imagePullSecrets."
    #expect(try findings(job, secret()).map(\.advice) == [advice])
    #expect(
      try findings(live, secret()).map(\.advice) == [
        "\(advice) A live Job cannot be edited: recreate it."
      ])
  }
}

@Suite struct CachedImageTests {
  @Test func anImageInUse() throws {
    let findings = try findings(
      pod(secrets: ["a"], phase: "Running", policy: "IfNotPresent"),
      secret(keys: ["q.example"]))
    #expect(
      summary(findings) == [
        "worth knowing: cached-image-hides-it",
        "worth knowing: no-matching-key",
      ])
    #expect(
      text(.cachedImageHidesIt, of: findings) == #"""
        The image is in use though no credential is for it: it is public, or was on the node \#
        already (imagePullPolicy IfNotPresent).
        If it is private, fix the credential: the Pod fails on a new node, and on every node \#
        that verifies credentials of images it has.
        """#)
  }

  @Test func anImageThatIsAlwaysPulled() throws {
    let findings = try findings(
      pod(secrets: ["a"], phase: "Running", policy: "Always"),
      secret(keys: ["q.example"]))
    #expect(summary(findings) == ["worth knowing: no-matching-key"])
  }

  @Test func anImageThatIsNotInUse() throws {
    let findings = try findings(
      pod(secrets: ["a"], policy: "IfNotPresent"),
      secret(keys: ["q.example"]))
    #expect(summary(findings) == ["may fail: no-matching-key"])
  }
}
