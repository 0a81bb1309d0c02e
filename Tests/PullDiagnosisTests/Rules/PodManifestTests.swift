import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct MalformedListTests {
  @Test func anItemWithoutAName() throws {
    let findings = try findings(
      deployment(items: "{}"))
    #expect(summary(findings) == ["may fail: malformed-reference"])
    #expect(
      text(.malformedReference, of: findings) == #"""
        Item 1 of spec.template.spec.imagePullSecrets of Deployment shop/web has no name, so the \#
        kubelet skips it.
        Write it as "- name: NAME".
        """#)
  }

  @Test func aPlainString() throws {
    let findings = try findings(
      deployment(items: #""a""#),
      secret())
    #expect(summary(findings) == ["will fail: malformed-reference"])
    #expect(
      text(.malformedReference, of: findings) == #"""
        Item 1 of spec.template.spec.imagePullSecrets of Deployment shop/web is the plain string \#
        "a", so the API server rejects it.
        Write it as "- name: a".
        """#)
  }

  @Test func aNumber() throws {
    let findings = try findings(
      deployment(items: "1"))
    #expect(summary(findings) == ["will fail: malformed-reference"])
    #expect(
      text(.malformedReference, of: findings) == #"""
        Item 1 of spec.template.spec.imagePullSecrets of Deployment shop/web is not an object with \#
        a string as its name, so the API server rejects it.
        Write it as "- name: NAME", and put a name such as 12345 or true in quotes.
        """#)
  }

  @Test func anItemOfAServiceAccount() throws {
    let findings = try findings(
      deployment(),
      account("default", ""))
    #expect(summary(findings) == ["may fail: malformed-reference"])
    #expect(
      text(.malformedReference, of: findings) == #"""
        Item 1 of imagePullSecrets of ServiceAccount shop/default has no name, so the kubelet \#
        skips it.
        Write it as "- name: NAME".
        """#)
  }

  @Test func aListBesideTheTemplate() throws {
    let findings = try findings(
      deployment(misplaced: #""imagePullSecrets":[{"name":"a"}],"#))
    #expect(summary(findings) == ["may fail: malformed-reference"])
    #expect(
      text(.malformedReference, of: findings) == #"""
        Deployment shop/web has spec.imagePullSecrets, where the API server drops it.
        Move it to spec.template.spec.imagePullSecrets.
        """#)
  }

  @Test func anItemThatNamesASecret() throws {
    let findings = try findings(
      deployment(secrets: ["a"]),
      secret())
    #expect(summary(findings) == [])
  }

  @Test func aPlainStringBesideASecret() throws {
    let findings = try findings(
      deployment(items: #""b",{"name":"a"}"#),
      secret())
    #expect(summary(findings) == ["will fail: malformed-reference"])
  }
}

@Suite struct StaticPodTests {
  @Test func aMirrorThatNamesASecret() throws {
    let findings = try findings(
      pod(secrets: ["a"], annotation: "kubernetes.io/config.mirror"),
      secret())
    #expect(summary(findings) == ["may fail: static-pod"])
    #expect(
      text(.staticPod, of: findings) == #"""
        Pod shop/web is a static Pod and names the Secret a, which static Pods cannot use.
        Take the name out, and give the node the credentials: in its config.json, or by a \#
        credential provider.
        """#)
  }

  @Test func aStaticPodThatNamesAServiceAccount() throws {
    let findings = try findings(
      pod(account: "web", annotation: "kubernetes.io/config.source"))
    #expect(summary(findings) == ["may fail: static-pod"])
    #expect(
      text(.staticPod, of: findings) == #"""
        Pod shop/web is a static Pod and names the ServiceAccount web, which static Pods cannot \#
        use.
        Take the name out, and give the node the credentials: in its config.json, or by a \#
        credential provider.
        """#)
  }

  @Test func anOrdinaryPodThatNamesASecret() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret())
    #expect(summary(findings) == [])
  }
}

@Suite struct InvalidImageNameTests {
  @Test func capitalsInTheRepository() throws {
    let findings = try findings(
      deployment("r.example/App"))
    #expect(summary(findings) == ["will fail: invalid-image-name"])
    #expect(
      text(.invalidImageName, of: findings) == #"""
        The image "r.example/App" of container app is not an image reference: \#
        name-contains-uppercase: byte 10 is "A"; a repository is written in lower case.
        Write it as REGISTRY/REPOSITORY:TAG. This is not about credentials.
        """#)
  }

  @Test func aURL() throws {
    let findings = try findings(deployment("https://r.example/app"))
    #expect(summary(findings) == ["will fail: invalid-image-name"])
    #expect(findings.first?.advice.hasPrefix("Write it without \"https://\"") == true)
  }

  @Test func anImageThatATemplateLeavesToOthers() throws {
    let findings = try findings(
      deployment(""))
    #expect(summary(findings) == [])
  }
}
