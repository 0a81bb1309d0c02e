import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct SecretTypeTests {
  @Test(arguments: [("r.example", true), ("q.example", false)])
  func aSecretOfAnotherTypeAndOneThatHasAKey(key: String, isHelpful: Bool) throws {
    let findings = try findings(
      pod(secrets: ["a"]), secret(document: "x", key: "release", type: "helm.sh/release.v1"),
      secret("good", keys: [key]))
    #expect(findings.first?.code == .wrongSecretType)
    #expect(
      findings.first?.advice
        == (isHelpful
          ? #"List "good" instead, which has a key for r.example."#
          : "List a Secret of type kubernetes.io/dockerconfigjson instead."))
  }

  @Test func anOpaqueSecret() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{"r.example":{"auth":"dTpw"}}}"#, type: "Opaque"))
    #expect(summary(findings) == ["may fail: wrong-secret-type"])
    #expect(
      text(.wrongSecretType, of: findings) == #"""
        Secret shop/a has the type Opaque, so the kubelet ignores it and its key \#
        .dockerconfigjson.
        Delete it and recreate it with the type kubernetes.io/dockerconfigjson; a Secret's \#
        type cannot be edited.
        $ kubectl -n shop get secret a -o json | sed 's#"type": "Opaque"#"type": \#
        "kubernetes\.io/dockerconfigjson"#' | kubectl replace --force -f -
        """#)
  }

  /// GNU sed's `e` runs a command: who writes a Secret must not write one for who repairs it.
  @Test func aTypeThatSedWouldRun() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(
        document: #"{"auths":{"r.example":{"auth":"dTpw"}}}"#, type: "x#x#;1e COMMAND #"))
    #expect(summary(findings) == ["may fail: wrong-secret-type"])
    #expect(findings.map(\.command) == [nil])
  }

  @Test func anOpaqueLegacySecret() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(
        document: #"{"auths":{"r.example":{"auth":"dTpw"}}}"#, key: ".dockercfg", type: "Opaque"))
    #expect(summary(findings) == ["may fail: wrong-secret-type"])
    #expect(
      text(.wrongSecretType, of: findings) == #"""
        Secret shop/a has the type Opaque, so the kubelet ignores it and its key .dockercfg.
        Delete it and recreate it with the type kubernetes.io/dockercfg; a Secret's type \#
        cannot be edited.
        $ kubectl -n shop get secret a -o json | sed 's#"type": "Opaque"#"type": \#
        "kubernetes\.io/dockercfg"#' | kubectl replace --force -f -
        """#)
  }

  @Test func anOpaqueConfigFile() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(
        document: #"{"auths":{"r.example":{"auth":"dTpw"}}}"#, key: "config.json", type: "Opaque"))
    #expect(summary(findings) == ["may fail: wrong-secret-type"])
    #expect(
      text(.wrongSecretType, of: findings) == #"""
        Secret shop/a has the type Opaque, so the kubelet ignores it and its key config.json.
        Delete it and recreate it with the type kubernetes.io/dockerconfigjson and the key \#
        .dockerconfigjson; a Secret's type cannot be edited.
        $ kubectl -n shop get secret a -o json | sed \#
        's#"config\.json":#"\.dockerconfigjson":#' | sed 's#"type": "Opaque"#"type": \#
        "kubernetes\.io/dockerconfigjson"#' | kubectl replace --force -f -
        """#)
  }

  @Test func aSecretWithoutCredentials() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: "x", key: "tls.crt", type: "kubernetes.io/tls"))
    #expect(summary(findings) == ["may fail: wrong-secret-type"])
    #expect(
      text(.wrongSecretType, of: findings) == #"""
        Secret shop/a has the type kubernetes.io/tls, so the kubelet ignores it; it holds no \#
        registry credentials either.
        List a Secret of type kubernetes.io/dockerconfigjson instead.
        """#)
  }

  @Test func anOpaqueSecretThatSomethingMakes() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(
        document: #"{"auths":{"r.example":{"auth":"dTpw"}}}"#, type: "Opaque", owner: "SealedSecret"
      ))
    #expect(summary(findings) == ["may fail: wrong-secret-type"])
    #expect(
      text(.wrongSecretType, of: findings) == #"""
        Secret shop/a has the type Opaque, so the kubelet ignores it and its key \#
        .dockerconfigjson.
        Delete it and recreate it with the type kubernetes.io/dockerconfigjson; a Secret's \#
        type cannot be edited. SealedSecret maker creates this Secret; fix it there.
        """#)
  }

  @Test func anOpaqueSecretThatIsNotNeeded() throws {
    let findings = try findings(
      pod(secrets: ["b", "a"]),
      secret(),
      secret("b", document: #"{"auths":{"r.example":{"auth":"dTpw"}}}"#, type: "Opaque"))
    #expect(summary(findings) == ["worth knowing: wrong-secret-type"])
    #expect(
      text(.wrongSecretType, of: findings) == #"""
        Secret shop/b has the type Opaque, so the kubelet ignores it and its key \#
        .dockerconfigjson.
        Delete it and recreate it with the type kubernetes.io/dockerconfigjson; a Secret's \#
        type cannot be edited.
        """#)
  }

  @Test func theRightType() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{"r.example":{"auth":"dTpw"}}}"#))
    #expect(summary(findings) == [])
  }

  @Test func theOtherKey() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{"r.example":{"auth":"dTpw"}}}"#, key: ".dockercfg"))
    #expect(summary(findings) == ["may fail: key-type-mismatch"])
    #expect(
      text(.keyTypeMismatch, of: findings) == #"""
        Secret shop/a has the key .dockercfg, but its type needs the key .dockerconfigjson, \#
        so the kubelet ignores it.
        Recreate it with type and key of one kind: kubernetes.io/dockerconfigjson and \#
        .dockerconfigjson, or kubernetes.io/dockercfg and .dockercfg.
        $ kubectl -n shop get secret a -o json | sed 's#"type": \#
        "kubernetes\.io/dockerconfigjson"#"type": "kubernetes\.io/dockercfg"#' | kubectl \#
        replace --force -f -
        """#)
  }

  @Test func theOtherType() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{"r.example":{"auth":"dTpw"}}}"#, type: "kubernetes.io/dockercfg")
    )
    #expect(summary(findings) == ["may fail: key-type-mismatch"])
    #expect(
      text(.keyTypeMismatch, of: findings) == #"""
        Secret shop/a has the key .dockerconfigjson, but its type needs the key .dockercfg, \#
        so the kubelet ignores it.
        Recreate it with type and key of one kind: kubernetes.io/dockerconfigjson and \#
        .dockerconfigjson, or kubernetes.io/dockercfg and .dockercfg.
        $ kubectl -n shop get secret a -o json | sed 's#"type": \#
        "kubernetes\.io/dockercfg"#"type": "kubernetes\.io/dockerconfigjson"#' | kubectl \#
        replace --force -f -
        """#)
  }

  @Test func noKeyOfCredentials() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: "x", key: "token"))
    #expect(summary(findings) == ["may fail: empty-secret"])
    #expect(
      text(.emptySecret, of: findings) == #"""
        Secret shop/a has no key .dockerconfigjson, so the kubelet ignores it.
        Give it a user and a password for "r.example".
        $ kubectl -n shop create secret docker-registry a --docker-server=r.example \#
        --docker-username="${REGISTRY_USER:?}" --docker-password="${REGISTRY_PASSWORD:?}" \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func anEmptyValue() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: ""))
    #expect(summary(findings) == ["may fail: empty-secret"])
    #expect(
      text(.emptySecret, of: findings) == #"""
        Secret shop/a has nothing under its key .dockerconfigjson, so the kubelet ignores it.
        Give it a user and a password for "r.example".
        $ kubectl -n shop create secret docker-registry a --docker-server=r.example \#
        --docker-username="${REGISTRY_USER:?}" --docker-password="${REGISTRY_PASSWORD:?}" \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }
}

@Suite struct SecretContentTests {
  @Test func aBodyWithoutAuths() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"r.example":{"username":"u","password":"p"}}"#))
    #expect(summary(findings) == ["may fail: no-auths-wrapper"])
    #expect(
      text(.noAuthsWrapper, of: findings) == #"""
        Secret shop/a has "r.example" at the top level instead of under auths, so the kubelet \#
        finds no credentials in it.
        Wrap the document: {"auths": {…}}.
        """#)
  }

  @Test func aBodyWithAuths() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{"r.example":{"username":"u","password":"p"}}}"#))
    #expect(summary(findings) == [])
  }

  @Test func aNewerDocumentUnderTheOlderType() throws {
    let document = #"{"auths":{"r.example":{"username":"u","password":"p"}}}"#
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: document, key: ".dockercfg", type: "kubernetes.io/dockercfg"))
    #expect(summary(findings).first == "may fail: key-type-mismatch")
    #expect(
      text(.keyTypeMismatch, of: findings) == #"""
        Secret shop/a has a document with auths under its key .dockercfg, where the kubelet takes \#
        "auths" for a registry.
        Recreate it with the type kubernetes.io/dockerconfigjson and the key .dockerconfigjson; a \#
        Secret's type cannot be edited.
        $ kubectl -n shop get secret a -o json | sed 's#"\.dockercfg":#"\.dockerconfigjson":#' | sed \#
        's#"type": "kubernetes\.io/dockercfg"#"type": "kubernetes\.io/dockerconfigjson"#' | kubectl \#
        replace --force -f -
        """#)
  }

  @Test func theOlderDocument() throws {
    let document = #"{"r.example":{"username":"u","password":"p"}}"#
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: document, key: ".dockercfg", type: "kubernetes.io/dockercfg"))
    #expect(summary(findings) == [])
  }

  @Test func aDocumentInAString() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"value":"{\"auths\":{\"r.example\":{}}}"}"#))
    #expect(summary(findings) == ["may fail: double-encoded"])
    #expect(
      text(.doubleEncoded, of: findings) == #"""
        Secret shop/a holds its document encoded twice, so the kubelet finds no credentials in \#
        it.
        Encode the document once: data takes one base64, stringData none.
        """#)
  }

  @Test func noEntries() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{}}"#))
    #expect(summary(findings) == ["may fail: empty-secret"])
    #expect(
      text(.emptySecret, of: findings) == #"""
        Secret shop/a holds no registry keys.
        Give it a user and a password for "r.example".
        $ kubectl -n shop create secret docker-registry a --docker-server=r.example \#
        --docker-username="${REGISTRY_USER:?}" --docker-password="${REGISTRY_PASSWORD:?}" \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func noEntriesOfAnOwnedSecret() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{}}"#, owner: "SealedSecret"))
    #expect(summary(findings) == ["may fail: empty-secret"])
    #expect(
      text(.emptySecret, of: findings) == #"""
        Secret shop/a holds no registry keys.
        Give it a user and a password for "r.example". SealedSecret maker creates this Secret; fix \#
        it there.
        """#)
  }

  @Test func aDocumentThatIsEncodedOnce() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{"r.example":{"auth":"dTpw"}}}"#))
    #expect(summary(findings) == [])
  }
}
