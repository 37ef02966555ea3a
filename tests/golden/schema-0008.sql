-- A database as Alur 0.1.0 (unreleased, schema 0008) kept it. All people in it are made up.
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES ('0008');
CREATE TABLE sop_version (
	sop TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	title TEXT NOT NULL, 
	number TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	steps INTEGER NOT NULL, 
	published_at VARCHAR(27) NOT NULL, 
	published_by TEXT NOT NULL, 
	text TEXT NOT NULL, 
	workflow BLOB NOT NULL, author TEXT, 
	CONSTRAINT sop_version_pkey PRIMARY KEY (sop, version)
);
INSERT INTO "sop_version" VALUES ('surat-keterangan-tidak-mampu',1,'52dcec2917fe1022567e3b733544c902038a29740367245f3376b0e91d522b35','{"en":"Certificate of need","id":"Penerbitan Surat Keterangan Tidak Mampu"}','400.9.14/021/SS/2026','kecamatan-sei-suka',11,'2026-10-29T23:30:00.000000Z','bagian.organisasi','# yaml-language-server: $schema=../../sop.schema.json
sop: surat-keterangan-tidak-mampu
version: 1
title: {id: Penerbitan Surat Keterangan Tidak Mampu, en: Certificate of need}
regime: permenpanrb-35-2012
class: {nature: administratif, scope: mikro, completeness: final, activity: pelayanan}

identity:
  number: 400.9.14/021/SS/2026
  unit: kecamatan-sei-suka
  created: 2019-05-20
  revised: 2026-06-22
  effective: 2026-07-01
  review_every: 12 bulan
  approved_by: {position: Camat Sei Suka, name: "Drs. Hendra Gunawan Sitorus, M.Si.", nip: "197206111992031003"}
  legal_basis: [uu-25-2009, uu-30-2014, permenpanrb-35-2012, permenpanrb-15-2014]
  qualifications:
    - {id: Memahami kriteria keluarga tidak mampu, en: Knows the criteria of need}
    - {id: Mampu menelusuri data kesejahteraan sosial, en: Can search the social welfare data}
  equipment:
    - id: "Komputer, jaringan, pencetak, dan stempel camat"
      en: "Computer, network, printer and the district''s stamp"
  warnings:
    - id: Surat hanya diterbitkan bagi keluarga yang terdaftar dalam data kesejahteraan sosial
      en: The certificate is issued only to families in the social welfare data
    - id: Janji waktu berlaku bila berkas lengkap; bila Camat tidak di tempat, pejabat yang ditunjuk menandatangani
      en: The promise holds for a complete file; in the Camat''s absence the acting official signs
  records:
    - {id: Register Surat Keterangan Tidak Mampu, en: Register of certificates of need}

service:
  promise: 60 menit
  legal_limit: 5 hari kerja
  clock_starts: complete
  fee: 0
  product: {id: Surat Keterangan Tidak Mampu, en: Certificate of need}
  complaints:
    id: Loket pengaduan kecamatan dan kanal SP4N-LAPOR!
    en: The district''s complaint counter and SP4N-LAPOR!

# Illustrative, to be set by the agency: who hears of a delay and when, how long a case may wait.
timing:
  escalation:
    supervisor: {to: [kasi, sekcam], after: 30 menit}
    head: {to: camat, after: 2 jam}
  pauses: {applicant: 14 hari kerja}
  extension: {most: 60 menit}

roles:
  pemohon: {title: {id: Pemohon, en: Applicant}, external: true}
  loket: {title: {id: Petugas Pelayanan, en: Service officer}}
  kasi: {title: {id: Kasi Kesejahteraan Sosial, en: Head of social welfare}, single: true, may: [assign, dispose]}
  sekcam: {title: {id: Sekretaris Kecamatan, en: District secretary}, single: true, may: [assign, override, extend, dispose]}
  camat: {title: {id: Camat, en: District head}, single: true, may: [assign, override, reject, reopen, extend, dispose]}
  arsip: {title: {id: Petugas Arsip, en: Records officer}}

requirements:
  - {id: pengantar, title: {id: Surat pengantar desa/kelurahan, en: Letter from the village or ward}, evidence: file}
  - {id: ktp, title: {id: KTP-el, en: ID card}, evidence: file}
  - {id: kk, title: {id: Kartu Keluarga, en: Family card}, evidence: file}

form:
  - {id: nama, title: {id: Nama lengkap, en: Full name}, required: true, max_length: 120, personal: true}
  - {id: nik, title: {id: NIK, en: Identity number (NIK)}, type: nik, required: true, personal: true}
  - {id: alamat, title: {id: Alamat, en: Address}, required: true, max_length: 300, personal: true}
  - id: tanggungan
    title: {id: Jumlah tanggungan keluarga, en: Dependants}
    type: integer
    min: 0
    max: 30
    unit: orang
  - id: keperluan
    title: {id: Keperluan, en: Purpose}
    type: choice
    required: true
    options:
      - {id: pendidikan, title: {id: Bantuan pendidikan, en: Help with schooling}}
      - {id: kesehatan, title: {id: Keringanan biaya kesehatan, en: Lower health costs}}
      - {id: bantuan_hukum, title: {id: Bantuan hukum, en: Legal aid}}
      - {id: lainnya, title: {id: Lainnya, en: Other}}

steps:
  - id: pengajuan
    activity: {id: Mengajukan permohonan beserta persyaratan, en: Apply and hand in what is required}
    role: pemohon
    submission: true
    inputs: [{id: "Surat pengantar, KTP-el, dan KK", en: "Village letter, ID card and family card"}]
    time: 5 menit
    output: {id: Berkas permohonan, en: Application file}
    note: {id: Waktu ilustratif; ditetapkan oleh instansi., en: "Illustrative time, to be set by the agency."}

  - id: periksa
    activity:
      id: Memeriksa berkas dan data kesejahteraan sosial pemohon
      en: Check the file and the applicant''s social welfare record
    role: loket
    inputs: [{id: Berkas permohonan, en: Application file}, {id: Data DTKS, en: Social welfare data (DTKS)}]
    time: 10 menit
    output: {id: Berkas lengkap dan hasil pencarian DTKS, en: Complete file and result of the search}
    note:
      id: Memakai DTKS atau data yang menggantikannya. Waktu ilustratif; ditetapkan oleh instansi.
      en: Uses the DTKS or the data that succeed it. Illustrative time, to be set by the agency.
    checklist:
      - id: Surat pengantar ditandatangani kepala desa atau lurah
        en: The letter is signed by the village or ward head
      - {id: Nama dan NIK pada KTP-el sesuai dengan KK, en: Name and NIK agree on ID card and family card}
    outcomes:
      lengkap:
        label: {id: Lengkap dan terdaftar, en: Complete and listed}
        accepts_file: true
      tidak_lengkap:
        label: {id: Tidak lengkap, en: Incomplete}
        return_to: pengajuan
        pause: applicant
        reason: required
      belum_terdaftar:
        label: {id: Belum terdaftar di DTKS, en: Not listed in DTKS}
        return_to: pengajuan
        pause: applicant
        reason: required

  - id: verifikasi
    activity:
      id: Memverifikasi dan memvalidasi kondisi pemohon
      en: Verify and validate the applicant''s circumstances
    role: kasi
    inputs: [{id: Berkas lengkap dan hasil pencarian DTKS, en: Complete file and result of the search}]
    time: 10 menit
    output: {id: Berkas tervalidasi, en: Validated file}
    note: {id: Waktu ilustratif; ditetapkan oleh instansi., en: "Illustrative time, to be set by the agency."}
    not_same_person_as: [periksa]
    form:
      - {id: catatan_verifikasi, title: {id: Catatan verifikasi, en: Notes of the verification}, type: long_text}
    outcomes:
      sesuai: {label: {id: Sesuai, en: In order}}
      tidak_sesuai:
        label: {id: Perlu diperiksa ulang, en: Check again}
        return_to: periksa
        reason: required
      tidak_layak:
        label: {id: Tidak memenuhi kriteria, en: Does not meet the criteria}
        end: rejected
        reason: required

  - id: cetak
    activity: {id: Mencetak konsep surat keterangan, en: Print the draft certificate}
    role: loket
    inputs: [{id: Berkas tervalidasi, en: Validated file}]
    time: 10 menit
    output: {id: Konsep surat, en: Draft certificate}
    note: {id: Waktu ilustratif; ditetapkan oleh instansi., en: "Illustrative time, to be set by the agency."}

  - id: paraf_kasi
    activity: {id: Mengoreksi dan memaraf konsep surat, en: Correct and initial the draft}
    role: kasi
    inputs: [{id: Konsep surat, en: Draft certificate}]
    time: 5 menit
    output: {id: Konsep berparaf Kasi, en: Draft initialled by the section head}
    note: {id: Waktu ilustratif; ditetapkan oleh instansi., en: "Illustrative time, to be set by the agency."}
    outcomes:
      benar: {label: {id: Benar, en: Correct}}
      koreksi:
        label: {id: Perlu dikoreksi, en: Needs correction}
        return_to: cetak
        reason: required

  - id: paraf_sekcam
    activity: {id: Meneliti ulang dan membubuhkan paraf akhir, en: Review and put the final initials}
    role: sekcam
    inputs: [{id: Konsep berparaf Kasi, en: Draft initialled by the section head}]
    time: 5 menit
    output: {id: Konsep disetujui, en: Approved draft}
    note: {id: Waktu ilustratif; ditetapkan oleh instansi., en: "Illustrative time, to be set by the agency."}
    outcomes:
      benar: {label: {id: Benar, en: Correct}}
      koreksi:
        label: {id: Perlu dikoreksi, en: Needs correction}
        return_to: cetak
        reason: required

  - id: tanda_tangan
    activity: {id: Menandatangani surat keterangan, en: Sign the certificate}
    role: camat
    inputs: [{id: Konsep disetujui, en: Approved draft}]
    time: 5 menit
    output: {id: Surat bertanda tangan, en: Signed certificate}
    note: {id: Waktu ilustratif; ditetapkan oleh instansi., en: "Illustrative time, to be set by the agency."}
    not_same_person_as: [periksa, verifikasi]

  - id: nomor
    activity: {id: Memberi nomor surat dari register, en: Give the certificate a number from the register}
    action: issue_number
    with: {register: surat-keterangan-tidak-mampu}
    retry: {attempts: 5, backoff: 1 menit}
    inputs: [{id: Surat bertanda tangan, en: Signed certificate}]
    time: 1 menit
    output: {id: Nomor surat, en: Certificate number}
    note: {id: Waktu ilustratif; ditetapkan oleh instansi., en: "Illustrative time, to be set by the agency."}

  - id: stempel
    activity: {id: Membubuhkan nomor dan stempel pada surat, en: Put number and stamp on the certificate}
    role: loket
    inputs: [{id: Surat bertanda tangan, en: Signed certificate}, {id: Nomor surat, en: Certificate number}]
    time: 3 menit
    output: {id: Surat bernomor dan berstempel, en: Numbered and stamped certificate}
    note: {id: Waktu ilustratif; ditetapkan oleh instansi., en: "Illustrative time, to be set by the agency."}

  - id: serah
    activity: {id: Menyerahkan surat kepada pemohon, en: Hand the certificate over to the applicant}
    role: loket
    inputs: [{id: Surat bernomor dan berstempel, en: Numbered and stamped certificate}]
    time: 3 menit
    output: {id: Surat diterima pemohon, en: Certificate received by the applicant}
    note: {id: Waktu ilustratif; ditetapkan oleh instansi., en: "Illustrative time, to be set by the agency."}

  - id: arsip
    activity: {id: Mengarsipkan salinan surat dan berkas, en: File the copy and the application}
    role: arsip
    inputs: [{id: Salinan surat dan berkas permohonan, en: Copy of the certificate and the file}]
    time: 3 menit
    output: {id: Arsip, en: Filed record}
    note: {id: Waktu ilustratif; ditetapkan oleh instansi., en: "Illustrative time, to be set by the agency."}
',CAST('{"sop":"surat-keterangan-tidak-mampu","version":1,"hash":"52dcec2917fe1022567e3b733544c902038a29740367245f3376b0e91d522b35","title":{"id":"Penerbitan Surat Keterangan Tidak Mampu","en":"Certificate of need"},"unit":"kecamatan-sei-suka","number":"400.9.14/021/SS/2026","calendar":"kantor-wib","service":{"promise":{"amount":60,"unit":"minute"},"legal_limit":{"amount":5,"unit":"working_day"}},"roles":{"pemohon":{"id":"pemohon","title":{"id":"Pemohon","en":"Applicant"},"external":true},"loket":{"id":"loket","title":{"id":"Petugas Pelayanan","en":"Service officer"}},"kasi":{"id":"kasi","title":{"id":"Kasi Kesejahteraan Sosial","en":"Head of social welfare"},"single":true,"may":["assign","dispose"]},"sekcam":{"id":"sekcam","title":{"id":"Sekretaris Kecamatan","en":"District secretary"},"single":true,"may":["assign","override","extend","dispose"]},"camat":{"id":"camat","title":{"id":"Camat","en":"District head"},"single":true,"may":["assign","override","reject","reopen","extend","dispose"]},"arsip":{"id":"arsip","title":{"id":"Petugas Arsip","en":"Records officer"}}},"requirements":[{"id":"pengantar","title":{"id":"Surat pengantar desa/kelurahan","en":"Letter from the village or ward"}},{"id":"ktp","title":{"id":"KTP-el","en":"ID card"}},{"id":"kk","title":{"id":"Kartu Keluarga","en":"Family card"}}],"form":[{"id":"nama","title":{"id":"Nama lengkap","en":"Full name"},"type":"text","required":true,"max_length":120,"personal":true},{"id":"nik","title":{"id":"NIK","en":"Identity number (NIK)"},"type":"nik","required":true,"max_length":2000,"personal":true},{"id":"alamat","title":{"id":"Alamat","en":"Address"},"type":"text","required":true,"max_length":300,"personal":true},{"id":"tanggungan","title":{"id":"Jumlah tanggungan keluarga","en":"Dependants"},"type":"integer","unit":"orang","min":"0","max":"30","max_length":2000},{"id":"keperluan","title":{"id":"Keperluan","en":"Purpose"},"type":"choice","required":true,"max_length":2000,"choices":[{"id":"pendidikan","title":{"id":"Bantuan pendidikan","en":"Help with schooling"}},{"id":"kesehatan","title":{"id":"Keringanan biaya kesehatan","en":"Lower health costs"}},{"id":"bantuan_hukum","title":{"id":"Bantuan hukum","en":"Legal aid"}},{"id":"lainnya","title":{"id":"Lainnya","en":"Other"}}]}],"start":"pengajuan","nodes":{"pengajuan":{"type":"human","id":"pengajuan","number":1,"activity":{"id":"Mengajukan permohonan beserta persyaratan","en":"Apply and hand in what is required"},"next":"periksa","role":"pemohon","inputs":[{"id":"Surat pengantar, KTP-el, dan KK","en":"Village letter, ID card and family card"}],"time":{"amount":5,"unit":"minute"},"output":{"id":"Berkas permohonan","en":"Application file"},"note":{"id":"Waktu ilustratif; ditetapkan oleh instansi.","en":"Illustrative time, to be set by the agency."},"submission":true},"periksa":{"type":"human","id":"periksa","number":2,"activity":{"id":"Memeriksa berkas dan data kesejahteraan sosial pemohon","en":"Check the file and the applicant''s social welfare record"},"next":"verifikasi","role":"loket","inputs":[{"id":"Berkas permohonan","en":"Application file"},{"id":"Data DTKS","en":"Social welfare data (DTKS)"}],"time":{"amount":10,"unit":"minute"},"output":{"id":"Berkas lengkap dan hasil pencarian DTKS","en":"Complete file and result of the search"},"note":{"id":"Memakai DTKS atau data yang menggantikannya. Waktu ilustratif; ditetapkan oleh instansi.","en":"Uses the DTKS or the data that succeed it. Illustrative time, to be set by the agency."},"checklist":[{"id":"Surat pengantar ditandatangani kepala desa atau lurah","en":"The letter is signed by the village or ward head"},{"id":"Nama dan NIK pada KTP-el sesuai dengan KK","en":"Name and NIK agree on ID card and family card"}],"outcomes":[{"id":"lengkap","label":{"id":"Lengkap dan terdaftar","en":"Complete and listed"},"leads":"next","target":"verifikasi","accepts_file":true},{"id":"tidak_lengkap","label":{"id":"Tidak lengkap","en":"Incomplete"},"leads":"return","target":"pengajuan","pause":"applicant","reason_required":true},{"id":"belum_terdaftar","label":{"id":"Belum terdaftar di DTKS","en":"Not listed in DTKS"},"leads":"return","target":"pengajuan","pause":"applicant","reason_required":true}]},"verifikasi":{"type":"human","id":"verifikasi","number":3,"activity":{"id":"Memverifikasi dan memvalidasi kondisi pemohon","en":"Verify and validate the applicant''s circumstances"},"next":"cetak","role":"kasi","inputs":[{"id":"Berkas lengkap dan hasil pencarian DTKS","en":"Complete file and result of the search"}],"time":{"amount":10,"unit":"minute"},"output":{"id":"Berkas tervalidasi","en":"Validated file"},"note":{"id":"Waktu ilustratif; ditetapkan oleh instansi.","en":"Illustrative time, to be set by the agency."},"form":[{"id":"catatan_verifikasi","title":{"id":"Catatan verifikasi","en":"Notes of the verification"},"type":"long_text","max_length":2000}],"outcomes":[{"id":"sesuai","label":{"id":"Sesuai","en":"In order"},"leads":"next","target":"cetak"},{"id":"tidak_sesuai","label":{"id":"Perlu diperiksa ulang","en":"Check again"},"leads":"return","target":"periksa","reason_required":true},{"id":"tidak_layak","label":{"id":"Tidak memenuhi kriteria","en":"Does not meet the criteria"},"leads":"end","target":"end","reason_required":true,"result":"rejected"}],"not_same_person_as":["periksa"]},"cetak":{"type":"human","id":"cetak","number":4,"activity":{"id":"Mencetak konsep surat keterangan","en":"Print the draft certificate"},"next":"paraf_kasi","role":"loket","inputs":[{"id":"Berkas tervalidasi","en":"Validated file"}],"time":{"amount":10,"unit":"minute"},"output":{"id":"Konsep surat","en":"Draft certificate"},"note":{"id":"Waktu ilustratif; ditetapkan oleh instansi.","en":"Illustrative time, to be set by the agency."}},"paraf_kasi":{"type":"human","id":"paraf_kasi","number":5,"activity":{"id":"Mengoreksi dan memaraf konsep surat","en":"Correct and initial the draft"},"next":"paraf_sekcam","role":"kasi","inputs":[{"id":"Konsep surat","en":"Draft certificate"}],"time":{"amount":5,"unit":"minute"},"output":{"id":"Konsep berparaf Kasi","en":"Draft initialled by the section head"},"note":{"id":"Waktu ilustratif; ditetapkan oleh instansi.","en":"Illustrative time, to be set by the agency."},"outcomes":[{"id":"benar","label":{"id":"Benar","en":"Correct"},"leads":"next","target":"paraf_sekcam"},{"id":"koreksi","label":{"id":"Perlu dikoreksi","en":"Needs correction"},"leads":"return","target":"cetak","reason_required":true}]},"paraf_sekcam":{"type":"human","id":"paraf_sekcam","number":6,"activity":{"id":"Meneliti ulang dan membubuhkan paraf akhir","en":"Review and put the final initials"},"next":"tanda_tangan","role":"sekcam","inputs":[{"id":"Konsep berparaf Kasi","en":"Draft initialled by the section head"}],"time":{"amount":5,"unit":"minute"},"output":{"id":"Konsep disetujui","en":"Approved draft"},"note":{"id":"Waktu ilustratif; ditetapkan oleh instansi.","en":"Illustrative time, to be set by the agency."},"outcomes":[{"id":"benar","label":{"id":"Benar","en":"Correct"},"leads":"next","target":"tanda_tangan"},{"id":"koreksi","label":{"id":"Perlu dikoreksi","en":"Needs correction"},"leads":"return","target":"cetak","reason_required":true}]},"tanda_tangan":{"type":"human","id":"tanda_tangan","number":7,"activity":{"id":"Menandatangani surat keterangan","en":"Sign the certificate"},"next":"nomor","role":"camat","inputs":[{"id":"Konsep disetujui","en":"Approved draft"}],"time":{"amount":5,"unit":"minute"},"output":{"id":"Surat bertanda tangan","en":"Signed certificate"},"note":{"id":"Waktu ilustratif; ditetapkan oleh instansi.","en":"Illustrative time, to be set by the agency."},"not_same_person_as":["periksa","verifikasi"]},"nomor":{"type":"action","id":"nomor","number":8,"activity":{"id":"Memberi nomor surat dari register","en":"Give the certificate a number from the register"},"next":"stempel","inputs":[{"id":"Surat bertanda tangan","en":"Signed certificate"}],"time":{"amount":1,"unit":"minute"},"output":{"id":"Nomor surat","en":"Certificate number"},"note":{"id":"Waktu ilustratif; ditetapkan oleh instansi.","en":"Illustrative time, to be set by the agency."},"action":"issue_number","parameters":{"register":"surat-keterangan-tidak-mampu"},"results":["number"],"retry":{"attempts":5,"backoff":{"amount":1,"unit":"minute"}}},"stempel":{"type":"human","id":"stempel","number":9,"activity":{"id":"Membubuhkan nomor dan stempel pada surat","en":"Put number and stamp on the certificate"},"next":"serah","role":"loket","inputs":[{"id":"Surat bertanda tangan","en":"Signed certificate"},{"id":"Nomor surat","en":"Certificate number"}],"time":{"amount":3,"unit":"minute"},"output":{"id":"Surat bernomor dan berstempel","en":"Numbered and stamped certificate"},"note":{"id":"Waktu ilustratif; ditetapkan oleh instansi.","en":"Illustrative time, to be set by the agency."}},"serah":{"type":"human","id":"serah","number":10,"activity":{"id":"Menyerahkan surat kepada pemohon","en":"Hand the certificate over to the applicant"},"next":"arsip","role":"loket","inputs":[{"id":"Surat bernomor dan berstempel","en":"Numbered and stamped certificate"}],"time":{"amount":3,"unit":"minute"},"output":{"id":"Surat diterima pemohon","en":"Certificate received by the applicant"},"note":{"id":"Waktu ilustratif; ditetapkan oleh instansi.","en":"Illustrative time, to be set by the agency."}},"arsip":{"type":"human","id":"arsip","number":11,"activity":{"id":"Mengarsipkan salinan surat dan berkas","en":"File the copy and the application"},"next":"end","role":"arsip","inputs":[{"id":"Salinan surat dan berkas permohonan","en":"Copy of the certificate and the file"}],"time":{"amount":3,"unit":"minute"},"output":{"id":"Arsip","en":"Filed record"},"note":{"id":"Waktu ilustratif; ditetapkan oleh instansi.","en":"Illustrative time, to be set by the agency."}}},"timing":{"warnings":[50,80,100],"escalation":[{"level":"supervisor","to":["kasi","sekcam"],"after":{"amount":30,"unit":"minute"}},{"level":"head","to":["camat"],"after":{"amount":2,"unit":"working_hour"}}],"pauses":{"applicant":{"amount":14,"unit":"working_day"}},"extension":{"most":{"amount":60,"unit":"minute"}}}}' AS BLOB),NULL);
INSERT INTO "sop_version" VALUES ('surat-keterangan-tidak-mampu',2,'ce159ef6d752e80a7e56aa3def6fa12f35ae51cdcf03c6be1b41a05d4dd9809d','{"en":"Certificate of need","id":"Penerbitan Surat Keterangan Tidak Mampu"}','400.9.14/034/SS/2026','kecamatan-sei-suka',13,'2026-10-29T23:30:00.000000Z','bagian.organisasi','# yaml-language-server: $schema=../../sop.schema.json
sop: surat-keterangan-tidak-mampu
version: 2
title: {id: Penerbitan Surat Keterangan Tidak Mampu, en: Certificate of need}
regime: permenpanrb-35-2012
class: {nature: administratif, scope: mikro, completeness: final, activity: pelayanan}

identity:
  number: 400.9.14/034/SS/2026
  unit: kecamatan-sei-suka
  created: 2019-05-20
  revised: 2026-10-21
  effective: 2026-10-26
  review_every: 12 bulan
  approved_by: {position: Camat Sei Suka, name: "Drs. Hendra Gunawan Sitorus, M.Si.", nip: "197206111992031003"}
  legal_basis: [uu-25-2009, uu-30-2014, permenpanrb-35-2012, permenpanrb-15-2014]
  qualifications:
    - {id: Memahami kriteria keluarga tidak mampu, en: Knows the criteria of need}
    - {id: Mampu menelusuri data kesejahteraan sosial, en: Can search the social welfare data}
  equipment:
    - id: "Komputer, jaringan, pencetak, dan stempel camat"
      en: "Computer, network, printer and the district''s stamp"
  warnings:
    - id: Surat hanya diterbitkan bagi keluarga yang terdaftar dalam data kesejahteraan sosial
      en: The certificate is issued only to families in the social welfare data
    - id: Janji waktu berlaku bila berkas lengkap; bila Camat tidak di tempat, pejabat yang ditunjuk menandatangani
      en: The promise holds for a complete file; in the Camat''s absence the acting official signs
  records:
    - {id: Register Surat Keterangan Tidak Mampu, en: Register of certificates of need}

service:
  promise: 60 menit
  legal_limit: 5 hari kerja
  clock_starts: complete
  fee: 0
  product: {id: Surat Keterangan Tidak Mampu, en: Certificate of need}
  complaints:
    id: Loket pengaduan kecamatan dan kanal SP4N-LAPOR!
    en: The district''s complaint counter and SP4N-LAPOR!

# Illustrative, to be set by the agency: who hears of a delay and when, how long a case may wait.
timing:
  escalation:
    supervisor: {to: [kasi, sekcam], after: 30 menit}
    head: {to: camat, after: 2 jam}
  pauses: {applicant: 14 hari kerja}
  extension: {most: 60 menit}

roles:
  pemohon: {title: {id: Pemohon, en: Applicant}, external: true}
  loket: {title: {id: Petugas Pelayanan, en: Service officer}}
  kasi: {title: {id: Kasi Kesejahteraan Sosial, en: Head of social welfare}, single: true, may: [assign, dispose]}
  sekcam: {title: {id: Sekretaris Kecamatan, en: District secretary}, single: true, may: [assign, override, extend, dispose]}
  camat: {title: {id: Camat, en: District head}, single: true, may: [assign, override, reject, reopen, extend, dispose]}
  arsip: {title: {id: Petugas Arsip, en: Records officer}}

requirements:
  - {id: pengantar, title: {id: Surat pengantar desa/kelurahan, en: Letter from the village or ward}, evidence: file}
  - {id: ktp, title: {id: KTP-el, en: ID card}, evidence: file}
  - {id: kk, title: {id: Kartu Keluarga, en: Family card}, evidence: file}

form:
  - {id: nama, title: {id: Nama lengkap, en: Full name}, required: true, max_length: 120, personal: true}
  - {id: nik, title: {id: NIK, en: Identity number (NIK)}, type: nik, required: true, personal: true}
  - {id: alamat, title: {id: Alamat, en: Address}, required: true, max_length: 300, personal: true}
  - {id: whatsapp, title: {id: "Nomor WhatsApp, bila ada", en: "WhatsApp number, if any"}, type: phone, personal: true}
  - id: tanggungan
    title: {id: Jumlah tanggungan keluarga, en: Dependants}
    type: integer
    min: 0
    max: 30
    unit: orang
  - id: keperluan
    title: {id: Keperluan, en: Purpose}
    type: choice
    required: true
    options:
      - {id: pendidikan, title: {id: Bantuan pendidikan, en: Help with schooling}}
      - {id: kesehatan, title: {id: Keringanan biaya kesehatan, en: Lower health costs}}
      - {id: bantuan_hukum, title: {id: Bantuan hukum, en: Legal aid}}
      - {id: lainnya, title: {id: Lainnya, en: Other}}

steps:
  - id: pengajuan
    activity: {id: Mengajukan permohonan beserta persyaratan, en: Apply and hand in what is required}
    role: pemohon
    submission: true
    inputs: [{id: "Surat pengantar, KTP-el, dan KK", en: "Village letter, ID card and family card"}]
    time: 5 menit
    output: {id: Berkas permohonan, en: Application file}
    note: {id: Waktu ilustratif; ditetapkan oleh instansi., en: "Illustrative time, to be set by the agency."}

  - id: periksa
    activity:
      id: Memeriksa berkas dan data kesejahteraan sosial pemohon
      en: Check the file and the applicant''s social welfare record
    role: loket
    inputs: [{id: Berkas permohonan, en: Application file}, {id: Data DTKS, en: Social welfare data (DTKS)}]
    time: 10 menit
    output: {id: Berkas lengkap dan hasil pencarian DTKS, en: Complete file and result of the search}
    note:
      id: Memakai DTKS atau data yang menggantikannya. Waktu ilustratif; ditetapkan oleh instansi.
      en: Uses the DTKS or the data that succeed it. Illustrative time, to be set by the agency.
    checklist:
      - id: Surat pengantar ditandatangani kepala desa atau lurah
        en: The letter is signed by the village or ward head
      - {id: Nama dan NIK pada KTP-el sesuai dengan KK, en: Name and NIK agree on ID card and family card}
    outcomes:
      lengkap:
        label: {id: Lengkap dan terdaftar, en: Complete and listed}
        accepts_file: true
      tidak_lengkap:
        label: {id: Tidak lengkap, en: Incomplete}
        return_to: pengajuan
        pause: applicant
        reason: required
      belum_terdaftar:
        label: {id: Belum terdaftar di DTKS, en: Not listed in DTKS}
        return_to: pengajuan
        pause: applicant
        reason: required

  - id: verifikasi
    activity:
      id: Memverifikasi dan memvalidasi kondisi pemohon
      en: Verify and validate the applicant''s circumstances
    role: kasi
    inputs: [{id: Berkas lengkap dan hasil pencarian DTKS, en: Complete file and result of the search}]
    time: 10 menit
    output: {id: Berkas tervalidasi, en: Validated file}
    note: {id: Waktu ilustratif; ditetapkan oleh instansi., en: "Illustrative time, to be set by the agency."}
    not_same_person_as: [periksa]
    form:
      - {id: catatan_verifikasi, title: {id: Catatan verifikasi, en: Notes of the verification}, type: long_text}
    outcomes:
      sesuai: {label: {id: Sesuai, en: In order}}
      tidak_sesuai:
        label: {id: Perlu diperiksa ulang, en: Check again}
        return_to: periksa
        reason: required
      tidak_layak:
        label: {id: Tidak memenuhi kriteria, en: Does not meet the criteria}
        end: rejected
        reason: required

  - id: cetak
    activity: {id: Mencetak konsep surat keterangan, en: Print the draft certificate}
    role: loket
    inputs: [{id: Berkas tervalidasi, en: Validated file}]
    time: 10 menit
    output: {id: Konsep surat, en: Draft certificate}
    note: {id: Waktu ilustratif; ditetapkan oleh instansi., en: "Illustrative time, to be set by the agency."}

  - id: paraf_kasi
    activity: {id: Mengoreksi dan memaraf konsep surat, en: Correct and initial the draft}
    role: kasi
    inputs: [{id: Konsep surat, en: Draft certificate}]
    time: 5 menit
    output: {id: Konsep berparaf Kasi, en: Draft initialled by the section head}
    note: {id: Waktu ilustratif; ditetapkan oleh instansi., en: "Illustrative time, to be set by the agency."}
    outcomes:
      benar: {label: {id: Benar, en: Correct}}
      koreksi:
        label: {id: Perlu dikoreksi, en: Needs correction}
        return_to: cetak
        reason: required

  - id: paraf_sekcam
    activity: {id: Meneliti ulang dan membubuhkan paraf akhir, en: Review and put the final initials}
    role: sekcam
    inputs: [{id: Konsep berparaf Kasi, en: Draft initialled by the section head}]
    time: 5 menit
    output: {id: Konsep disetujui, en: Approved draft}
    note: {id: Waktu ilustratif; ditetapkan oleh instansi., en: "Illustrative time, to be set by the agency."}
    outcomes:
      benar: {label: {id: Benar, en: Correct}}
      koreksi:
        label: {id: Perlu dikoreksi, en: Needs correction}
        return_to: cetak
        reason: required

  - id: nomor
    activity: {id: Memberi nomor surat dari register, en: Give the certificate a number from the register}
    action: issue_number
    with: {register: surat-keterangan-tidak-mampu, format: "400.9.14/{number:03}/{year}"}
    retry: {attempts: 5, backoff: 1 menit}
    inputs: [{id: Konsep disetujui, en: Approved draft}]
    time: 1 menit
    output: {id: Nomor surat, en: Certificate number}
    note: {id: Waktu ilustratif; ditetapkan oleh instansi., en: "Illustrative time, to be set by the agency."}

  - id: surat
    activity: {id: Membuat surat keterangan bernomor, en: Make the numbered certificate}
    action: render_document
    with: {template: surat-keterangan, name: "Surat Keterangan Tidak Mampu {case}"}
    retry: {attempts: 3, backoff: 1 menit}
    inputs: [{id: Konsep disetujui, en: Approved draft}, {id: Nomor surat, en: Certificate number}]
    time: 1 menit
    output: {id: Surat bernomor (PDF), en: Numbered certificate (PDF)}
    note: {id: Waktu ilustratif; ditetapkan oleh instansi., en: "Illustrative time, to be set by the agency."}

  - id: tanda_tangan
    activity: {id: Menandatangani cetakan surat keterangan, en: Sign the printed certificate}
    role: camat
    inputs: [{id: Surat bernomor (PDF), en: Numbered certificate (PDF)}]
    time: 5 menit
    output: {id: Surat bertanda tangan, en: Signed certificate}
    note: {id: Waktu ilustratif; ditetapkan oleh instansi., en: "Illustrative time, to be set by the agency."}
    not_same_person_as: [periksa, verifikasi]

  - id: stempel
    activity: {id: Membubuhkan stempel pada surat, en: Put the stamp on the certificate}
    role: loket
    inputs: [{id: Surat bertanda tangan, en: Signed certificate}]
    time: 1 menit
    output: {id: Surat berstempel, en: Stamped certificate}
    note: {id: Waktu ilustratif; ditetapkan oleh instansi., en: "Illustrative time, to be set by the agency."}

  - id: beri_tahu
    activity: {id: Memberi tahu pemohon bahwa surat dapat diambil, en: Tell the applicant that the certificate is ready}
    when: has(form.whatsapp)
    action: notify
    with:
      channel: whatsapp
      to: "{form.whatsapp}"
      role: loket
      message: >-
        Yth. {applicant.name}, surat keterangan Anda nomor {result.nomor.number} (berkas {case})
        dapat diambil di loket.
    retry: {attempts: 3, backoff: 5 menit}
    inputs: [{id: Surat berstempel, en: Stamped certificate}]
    time: 1 menit
    output: {id: Pemberitahuan, en: Notice to the applicant}
    note:
      id: Tanpa gerbang pesan, petugas mengirimnya dengan satu klik. Waktu ilustratif; ditetapkan oleh instansi.
      en: Without a message gateway an officer sends it by one click. Illustrative time, to be set by the agency.

  - id: serah
    activity: {id: Menyerahkan surat kepada pemohon, en: Hand the certificate over to the applicant}
    role: loket
    inputs: [{id: Surat berstempel, en: Stamped certificate}]
    time: 3 menit
    output: {id: Surat diterima pemohon, en: Certificate received by the applicant}
    note: {id: Waktu ilustratif; ditetapkan oleh instansi., en: "Illustrative time, to be set by the agency."}

  - id: arsip
    activity: {id: Mengarsipkan salinan surat dan berkas, en: File the copy and the application}
    role: arsip
    inputs: [{id: Salinan surat dan berkas permohonan, en: Copy of the certificate and the file}]
    time: 3 menit
    output: {id: Arsip, en: Filed record}
    note: {id: Waktu ilustratif; ditetapkan oleh instansi., en: "Illustrative time, to be set by the agency."}
',CAST('{"sop":"surat-keterangan-tidak-mampu","version":2,"hash":"ce159ef6d752e80a7e56aa3def6fa12f35ae51cdcf03c6be1b41a05d4dd9809d","title":{"id":"Penerbitan Surat Keterangan Tidak Mampu","en":"Certificate of need"},"unit":"kecamatan-sei-suka","number":"400.9.14/034/SS/2026","calendar":"kantor-wib","service":{"promise":{"amount":60,"unit":"minute"},"legal_limit":{"amount":5,"unit":"working_day"}},"roles":{"pemohon":{"id":"pemohon","title":{"id":"Pemohon","en":"Applicant"},"external":true},"loket":{"id":"loket","title":{"id":"Petugas Pelayanan","en":"Service officer"}},"kasi":{"id":"kasi","title":{"id":"Kasi Kesejahteraan Sosial","en":"Head of social welfare"},"single":true,"may":["assign","dispose"]},"sekcam":{"id":"sekcam","title":{"id":"Sekretaris Kecamatan","en":"District secretary"},"single":true,"may":["assign","override","extend","dispose"]},"camat":{"id":"camat","title":{"id":"Camat","en":"District head"},"single":true,"may":["assign","override","reject","reopen","extend","dispose"]},"arsip":{"id":"arsip","title":{"id":"Petugas Arsip","en":"Records officer"}}},"requirements":[{"id":"pengantar","title":{"id":"Surat pengantar desa/kelurahan","en":"Letter from the village or ward"}},{"id":"ktp","title":{"id":"KTP-el","en":"ID card"}},{"id":"kk","title":{"id":"Kartu Keluarga","en":"Family card"}}],"form":[{"id":"nama","title":{"id":"Nama lengkap","en":"Full name"},"type":"text","required":true,"max_length":120,"personal":true},{"id":"nik","title":{"id":"NIK","en":"Identity number (NIK)"},"type":"nik","required":true,"max_length":2000,"personal":true},{"id":"alamat","title":{"id":"Alamat","en":"Address"},"type":"text","required":true,"max_length":300,"personal":true},{"id":"whatsapp","title":{"id":"Nomor WhatsApp, bila ada","en":"WhatsApp number, if any"},"type":"phone","max_length":2000,"personal":true},{"id":"tanggungan","title":{"id":"Jumlah tanggungan keluarga","en":"Dependants"},"type":"integer","unit":"orang","min":"0","max":"30","max_length":2000},{"id":"keperluan","title":{"id":"Keperluan","en":"Purpose"},"type":"choice","required":true,"max_length":2000,"choices":[{"id":"pendidikan","title":{"id":"Bantuan pendidikan","en":"Help with schooling"}},{"id":"kesehatan","title":{"id":"Keringanan biaya kesehatan","en":"Lower health costs"}},{"id":"bantuan_hukum","title":{"id":"Bantuan hukum","en":"Legal aid"}},{"id":"lainnya","title":{"id":"Lainnya","en":"Other"}}]}],"start":"pengajuan","nodes":{"pengajuan":{"type":"human","id":"pengajuan","number":1,"activity":{"id":"Mengajukan permohonan beserta persyaratan","en":"Apply and hand in what is required"},"next":"periksa","role":"pemohon","inputs":[{"id":"Surat pengantar, KTP-el, dan KK","en":"Village letter, ID card and family card"}],"time":{"amount":5,"unit":"minute"},"output":{"id":"Berkas permohonan","en":"Application file"},"note":{"id":"Waktu ilustratif; ditetapkan oleh instansi.","en":"Illustrative time, to be set by the agency."},"submission":true},"periksa":{"type":"human","id":"periksa","number":2,"activity":{"id":"Memeriksa berkas dan data kesejahteraan sosial pemohon","en":"Check the file and the applicant''s social welfare record"},"next":"verifikasi","role":"loket","inputs":[{"id":"Berkas permohonan","en":"Application file"},{"id":"Data DTKS","en":"Social welfare data (DTKS)"}],"time":{"amount":10,"unit":"minute"},"output":{"id":"Berkas lengkap dan hasil pencarian DTKS","en":"Complete file and result of the search"},"note":{"id":"Memakai DTKS atau data yang menggantikannya. Waktu ilustratif; ditetapkan oleh instansi.","en":"Uses the DTKS or the data that succeed it. Illustrative time, to be set by the agency."},"checklist":[{"id":"Surat pengantar ditandatangani kepala desa atau lurah","en":"The letter is signed by the village or ward head"},{"id":"Nama dan NIK pada KTP-el sesuai dengan KK","en":"Name and NIK agree on ID card and family card"}],"outcomes":[{"id":"lengkap","label":{"id":"Lengkap dan terdaftar","en":"Complete and listed"},"leads":"next","target":"verifikasi","accepts_file":true},{"id":"tidak_lengkap","label":{"id":"Tidak lengkap","en":"Incomplete"},"leads":"return","target":"pengajuan","pause":"applicant","reason_required":true},{"id":"belum_terdaftar","label":{"id":"Belum terdaftar di DTKS","en":"Not listed in DTKS"},"leads":"return","target":"pengajuan","pause":"applicant","reason_required":true}]},"verifikasi":{"type":"human","id":"verifikasi","number":3,"activity":{"id":"Memverifikasi dan memvalidasi kondisi pemohon","en":"Verify and validate the applicant''s circumstances"},"next":"cetak","role":"kasi","inputs":[{"id":"Berkas lengkap dan hasil pencarian DTKS","en":"Complete file and result of the search"}],"time":{"amount":10,"unit":"minute"},"output":{"id":"Berkas tervalidasi","en":"Validated file"},"note":{"id":"Waktu ilustratif; ditetapkan oleh instansi.","en":"Illustrative time, to be set by the agency."},"form":[{"id":"catatan_verifikasi","title":{"id":"Catatan verifikasi","en":"Notes of the verification"},"type":"long_text","max_length":2000}],"outcomes":[{"id":"sesuai","label":{"id":"Sesuai","en":"In order"},"leads":"next","target":"cetak"},{"id":"tidak_sesuai","label":{"id":"Perlu diperiksa ulang","en":"Check again"},"leads":"return","target":"periksa","reason_required":true},{"id":"tidak_layak","label":{"id":"Tidak memenuhi kriteria","en":"Does not meet the criteria"},"leads":"end","target":"end","reason_required":true,"result":"rejected"}],"not_same_person_as":["periksa"]},"cetak":{"type":"human","id":"cetak","number":4,"activity":{"id":"Mencetak konsep surat keterangan","en":"Print the draft certificate"},"next":"paraf_kasi","role":"loket","inputs":[{"id":"Berkas tervalidasi","en":"Validated file"}],"time":{"amount":10,"unit":"minute"},"output":{"id":"Konsep surat","en":"Draft certificate"},"note":{"id":"Waktu ilustratif; ditetapkan oleh instansi.","en":"Illustrative time, to be set by the agency."}},"paraf_kasi":{"type":"human","id":"paraf_kasi","number":5,"activity":{"id":"Mengoreksi dan memaraf konsep surat","en":"Correct and initial the draft"},"next":"paraf_sekcam","role":"kasi","inputs":[{"id":"Konsep surat","en":"Draft certificate"}],"time":{"amount":5,"unit":"minute"},"output":{"id":"Konsep berparaf Kasi","en":"Draft initialled by the section head"},"note":{"id":"Waktu ilustratif; ditetapkan oleh instansi.","en":"Illustrative time, to be set by the agency."},"outcomes":[{"id":"benar","label":{"id":"Benar","en":"Correct"},"leads":"next","target":"paraf_sekcam"},{"id":"koreksi","label":{"id":"Perlu dikoreksi","en":"Needs correction"},"leads":"return","target":"cetak","reason_required":true}]},"paraf_sekcam":{"type":"human","id":"paraf_sekcam","number":6,"activity":{"id":"Meneliti ulang dan membubuhkan paraf akhir","en":"Review and put the final initials"},"next":"nomor","role":"sekcam","inputs":[{"id":"Konsep berparaf Kasi","en":"Draft initialled by the section head"}],"time":{"amount":5,"unit":"minute"},"output":{"id":"Konsep disetujui","en":"Approved draft"},"note":{"id":"Waktu ilustratif; ditetapkan oleh instansi.","en":"Illustrative time, to be set by the agency."},"outcomes":[{"id":"benar","label":{"id":"Benar","en":"Correct"},"leads":"next","target":"nomor"},{"id":"koreksi","label":{"id":"Perlu dikoreksi","en":"Needs correction"},"leads":"return","target":"cetak","reason_required":true}]},"nomor":{"type":"action","id":"nomor","number":7,"activity":{"id":"Memberi nomor surat dari register","en":"Give the certificate a number from the register"},"next":"surat","inputs":[{"id":"Konsep disetujui","en":"Approved draft"}],"time":{"amount":1,"unit":"minute"},"output":{"id":"Nomor surat","en":"Certificate number"},"note":{"id":"Waktu ilustratif; ditetapkan oleh instansi.","en":"Illustrative time, to be set by the agency."},"action":"issue_number","parameters":{"register":"surat-keterangan-tidak-mampu","format":"400.9.14/{number:03}/{year}"},"results":["number"],"retry":{"attempts":5,"backoff":{"amount":1,"unit":"minute"}}},"surat":{"type":"action","id":"surat","number":8,"activity":{"id":"Membuat surat keterangan bernomor","en":"Make the numbered certificate"},"next":"tanda_tangan","inputs":[{"id":"Konsep disetujui","en":"Approved draft"},{"id":"Nomor surat","en":"Certificate number"}],"time":{"amount":1,"unit":"minute"},"output":{"id":"Surat bernomor (PDF)","en":"Numbered certificate (PDF)"},"note":{"id":"Waktu ilustratif; ditetapkan oleh instansi.","en":"Illustrative time, to be set by the agency."},"action":"render_document","parameters":{"template":"surat-keterangan","name":"Surat Keterangan Tidak Mampu {case}"},"results":["document","name","template"],"retry":{"backoff":{"amount":1,"unit":"minute"}}},"tanda_tangan":{"type":"human","id":"tanda_tangan","number":9,"activity":{"id":"Menandatangani cetakan surat keterangan","en":"Sign the printed certificate"},"next":"stempel","role":"camat","inputs":[{"id":"Surat bernomor (PDF)","en":"Numbered certificate (PDF)"}],"time":{"amount":5,"unit":"minute"},"output":{"id":"Surat bertanda tangan","en":"Signed certificate"},"note":{"id":"Waktu ilustratif; ditetapkan oleh instansi.","en":"Illustrative time, to be set by the agency."},"not_same_person_as":["periksa","verifikasi"]},"stempel":{"type":"human","id":"stempel","number":10,"activity":{"id":"Membubuhkan stempel pada surat","en":"Put the stamp on the certificate"},"next":"beri_tahu","role":"loket","inputs":[{"id":"Surat bertanda tangan","en":"Signed certificate"}],"time":{"amount":1,"unit":"minute"},"output":{"id":"Surat berstempel","en":"Stamped certificate"},"note":{"id":"Waktu ilustratif; ditetapkan oleh instansi.","en":"Illustrative time, to be set by the agency."}},"beri_tahu":{"type":"action","id":"beri_tahu","number":11,"activity":{"id":"Memberi tahu pemohon bahwa surat dapat diambil","en":"Tell the applicant that the certificate is ready"},"next":"serah","inputs":[{"id":"Surat berstempel","en":"Stamped certificate"}],"time":{"amount":1,"unit":"minute"},"output":{"id":"Pemberitahuan","en":"Notice to the applicant"},"note":{"id":"Tanpa gerbang pesan, petugas mengirimnya dengan satu klik. Waktu ilustratif; ditetapkan oleh instansi.","en":"Without a message gateway an officer sends it by one click. Illustrative time, to be set by the agency."},"when":{"type":"has","path":"form.whatsapp"},"action":"notify","parameters":{"channel":"whatsapp","to":"{form.whatsapp}","role":"loket","message":"Yth. {applicant.name}, surat keterangan Anda nomor {result.nomor.number} (berkas {case}) dapat diambil di loket."},"results":["channel","to","reference"],"retry":{"backoff":{"amount":5,"unit":"minute"}}},"serah":{"type":"human","id":"serah","number":12,"activity":{"id":"Menyerahkan surat kepada pemohon","en":"Hand the certificate over to the applicant"},"next":"arsip","role":"loket","inputs":[{"id":"Surat berstempel","en":"Stamped certificate"}],"time":{"amount":3,"unit":"minute"},"output":{"id":"Surat diterima pemohon","en":"Certificate received by the applicant"},"note":{"id":"Waktu ilustratif; ditetapkan oleh instansi.","en":"Illustrative time, to be set by the agency."}},"arsip":{"type":"human","id":"arsip","number":13,"activity":{"id":"Mengarsipkan salinan surat dan berkas","en":"File the copy and the application"},"next":"end","role":"arsip","inputs":[{"id":"Salinan surat dan berkas permohonan","en":"Copy of the certificate and the file"}],"time":{"amount":3,"unit":"minute"},"output":{"id":"Arsip","en":"Filed record"},"note":{"id":"Waktu ilustratif; ditetapkan oleh instansi.","en":"Illustrative time, to be set by the agency."}}},"timing":{"warnings":[50,80,100],"escalation":[{"level":"supervisor","to":["kasi","sekcam"],"after":{"amount":30,"unit":"minute"}},{"level":"head","to":["camat"],"after":{"amount":2,"unit":"working_hour"}}],"pauses":{"applicant":{"amount":14,"unit":"working_day"}},"extension":{"most":{"amount":60,"unit":"minute"}}}}' AS BLOB),NULL);
CREATE TABLE case_event (
	case_id TEXT NOT NULL, 
	seq INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	hash BLOB NOT NULL, 
	body BLOB NOT NULL, 
	CONSTRAINT case_event_pkey PRIMARY KEY (case_id, seq)
)
 WITHOUT ROWID

;
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',1,'case_opened','2026-11-02T06:46:22.000000Z',X'67674842edba66e8d6b6e805fea0fdc8bfc35dccd4454c72797a1a9d67870fd9',CAST('{"at":"2026-11-02T06:46:22Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"applicant":{"contact":"sealed.1.1m6dg4khgt6smegh.ASQZ0TfFo3StMQZMBYT6n-dRN2YbVkZvXayj-vK_1vqv0W0Km5gdWEQiPQ","name":"sealed.1.1m6dg4khgt6smegh.AfVHc_BkGLoNZaewXEgFtZ2uqZhf_UJEy7i7gY3GB5LPt6TT5JDg5E31"},"form":{"alamat":"sealed.1.1m6dg4khgt6smegh.ASNI7PAHvlcl1f5AHHxUy2nWzpMss6MWiOeK2BDT_-08JWcAJNsZIFnrsqd7leYKdSbV4VQ48IXPrOLDOViiI4u2i1j-GdAyx54","keperluan":"kesehatan","nama":"sealed.1.1m6dg4khgt6smegh.AS75oT1edIcMh1m-SvZUTvghIX_6hJBsB6ipTUo6y61lO9FBLySlM8JHB9o","nik":"sealed.1.1m6dg4khgt6smegh.AcOARUH6LzEemHSYphQdviPYA7UTeWT4t2MMKVZBYoetgIFPxT9jxfS1S3C25dc","tanggungan":8},"requirements":["pengantar","ktp","kk"],"sop":"surat-keterangan-tidak-mampu","type":"case_opened","version":2,"workflow":"ce159ef6d752e80a7e56aa3def6fa12f35ae51cdcf03c6be1b41a05d4dd9809d"},"seq":1}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',2,'step_opened','2026-11-02T06:46:22.000000Z',X'9a61915755c16b1b5449a3678b8c7af91ad3a9516dbfa237297c355461bc10a4',CAST('{"at":"2026-11-02T06:46:22Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":1,"step":"pengajuan","type":"step_opened","visit":1},"seq":2}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',3,'step_completed','2026-11-02T06:46:22.000000Z',X'6aa668c8878cdb072fed8df560c521db5a2971b6c290b3afe0657108ecbb7ac3',CAST('{"at":"2026-11-02T06:46:22Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":1,"step":"pengajuan","type":"step_completed","visit":1},"seq":3}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',4,'step_opened','2026-11-02T06:46:22.000000Z',X'21234040c1e68e93c027be3aa4b53dbe82b65038baf9a097a54b2781aed8b82f',CAST('{"at":"2026-11-02T06:46:22Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":2,"step":"periksa","type":"step_opened","visit":1},"seq":4}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',5,'task_claimed','2026-11-02T06:50:14.000000Z',X'3e75deba6ee5f177a80f51dcc488849bdbcd7dbbcec0f4c41a4c7f82a0d7b39d',CAST('{"at":"2026-11-02T06:50:14Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":2,"step":"periksa","type":"task_claimed"},"seq":5}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',6,'step_completed','2026-11-02T06:53:13.000000Z',X'013398123607314182cce164d5fd1d6ecb3d76e65af96410c3a3f03fe1292e99',CAST('{"at":"2026-11-02T06:53:13Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":2,"checklist":[1,2],"outcome":"lengkap","step":"periksa","type":"step_completed","visit":1},"seq":6}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',7,'file_accepted','2026-11-02T06:53:13.000000Z',X'3d242bbde13dda826a6343702499fd354c2f8b1858f08cd4cd3e12c121ee5aa1',CAST('{"at":"2026-11-02T06:53:13Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"type":"file_accepted"},"seq":7}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',8,'step_opened','2026-11-02T06:53:13.000000Z',X'cc62ecf2913cddeaf0c72b9f314d1d8c71afbeb99c188eba303c134b0a21fac9',CAST('{"at":"2026-11-02T06:53:13Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":3,"step":"verifikasi","type":"step_opened","visit":1},"seq":8}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',9,'task_claimed','2026-11-02T06:56:31.000000Z',X'68179039fc94716cfe55372061a9131d36ff06d776298359a13bee0aefcfabd6',CAST('{"at":"2026-11-02T06:56:31Z","by":{"person":"agus.santoso","role":"kasi","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":3,"step":"verifikasi","type":"task_claimed"},"seq":9}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',10,'warning_given','2026-11-02T07:01:22.000000Z',X'561021b8d1774e721e4fa169a323ac984c9b871a7634a101b721908732102b5a',CAST('{"at":"2026-11-02T07:01:22Z","by":{"person":"alur","via":"system"},"case":"1m6dg4khgtdr23kp","event":{"activation":3,"belongs_at":"2026-11-02T06:58:13Z","clock":"step","due":"2026-11-02T07:03:13Z","percent":50,"person":"agus.santoso","step":"verifikasi","to":["kasi"],"type":"warning_given"},"seq":10}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',11,'warning_given','2026-11-02T07:01:22.000000Z',X'00a2555a734c482f03829b6bf35444a00a2bc845310b08ad2fcbf4b61f5a080a',CAST('{"at":"2026-11-02T07:01:22Z","by":{"person":"alur","via":"system"},"case":"1m6dg4khgtdr23kp","event":{"activation":3,"belongs_at":"2026-11-02T07:01:13Z","clock":"step","due":"2026-11-02T07:03:13Z","percent":80,"person":"agus.santoso","step":"verifikasi","to":["kasi"],"type":"warning_given"},"seq":11}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',12,'step_completed','2026-11-02T07:02:21.000000Z',X'72b1ed1c9d23e4359f6c151e654be81b1b20ac6d9343590d6bdfa225ba151a25',CAST('{"at":"2026-11-02T07:02:21Z","by":{"person":"agus.santoso","role":"kasi","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":3,"outcome":"sesuai","step":"verifikasi","type":"step_completed","visit":1},"seq":12}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',13,'step_opened','2026-11-02T07:02:21.000000Z',X'4698693a256dd14c31e1742df8c92179d05401a80a196ffc7aa02410187ce77e',CAST('{"at":"2026-11-02T07:02:21Z","by":{"person":"agus.santoso","role":"kasi","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":4,"step":"cetak","type":"step_opened","visit":1},"seq":13}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',14,'task_claimed','2026-11-02T07:04:50.000000Z',X'794b377be0ac1e52a7541fcca7e7dffcc554b86d3ee7dfee8417cc82da44f791',CAST('{"at":"2026-11-02T07:04:50Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":4,"step":"cetak","type":"task_claimed"},"seq":14}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',15,'step_completed','2026-11-02T07:10:14.000000Z',X'7309727b154419adc3875595bc49fba8aaf8f1107b1747d98e042cbefe1232fc',CAST('{"at":"2026-11-02T07:10:14Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":4,"step":"cetak","type":"step_completed","visit":1},"seq":15}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',16,'step_opened','2026-11-02T07:10:14.000000Z',X'8d749101d30fbb1704889a29d711d7e6811b3c0508bd31d2c616549ba0ca5df1',CAST('{"at":"2026-11-02T07:10:14Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":5,"step":"paraf_kasi","type":"step_opened","visit":1},"seq":16}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',17,'step_completed','2026-11-02T07:14:17.000000Z',X'96fffc11446ca4b92dc4b08004b229508727a6bb623592db589f20e212ae0ec1',CAST('{"at":"2026-11-02T07:14:17Z","by":{"person":"agus.santoso","role":"kasi","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":5,"outcome":"benar","step":"paraf_kasi","type":"step_completed","visit":1},"seq":17}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',18,'step_opened','2026-11-02T07:14:17.000000Z',X'6dfe3a78ed15981688a2d59de48c97f25c8140ae35d97917bde4ef960f0e74da',CAST('{"at":"2026-11-02T07:14:17Z","by":{"person":"agus.santoso","role":"kasi","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":6,"step":"paraf_sekcam","type":"step_opened","visit":1},"seq":18}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',19,'task_claimed','2026-11-02T07:14:51.000000Z',X'0fdc9ba5d92a4c89308541982b3d81f30881aa33cb5e8f5a70d4ed65f2b63dd0',CAST('{"at":"2026-11-02T07:14:51Z","by":{"person":"hendra.firmansyah","role":"sekcam","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":6,"step":"paraf_sekcam","type":"task_claimed"},"seq":19}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',20,'step_completed','2026-11-02T07:17:39.000000Z',X'c19a917ac2ee2fed4ba70ee82e41f69069cbfff21113235946513c8e43dcfb70',CAST('{"at":"2026-11-02T07:17:39Z","by":{"person":"hendra.firmansyah","role":"sekcam","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":6,"outcome":"benar","step":"paraf_sekcam","type":"step_completed","visit":1},"seq":20}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',21,'step_opened','2026-11-02T07:17:39.000000Z',X'4715d10a572b0e9a63f9427ed199e47898a68e451c69785269fd52388904face',CAST('{"at":"2026-11-02T07:17:39Z","by":{"person":"hendra.firmansyah","role":"sekcam","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":7,"automated":true,"step":"nomor","type":"step_opened","visit":1},"seq":21}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',22,'action_recorded','2026-11-02T07:20:00.000000Z',X'd6897c40224577c297f8b827f91c919f01a4e367c9347adee953c150544f9f48',CAST('{"at":"2026-11-02T07:20:00Z","by":{"person":"alur","via":"system"},"case":"1m6dg4khgtdr23kp","event":{"activation":7,"result":{"number":"400.9.14/001/2026"},"step":"nomor","type":"action_recorded","visit":1},"seq":22}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',23,'step_opened','2026-11-02T07:20:00.000000Z',X'b7ec3b7ea7140024c99491147f200d65d647bf3558a53d7109ffb0f818ce72d0',CAST('{"at":"2026-11-02T07:20:00Z","by":{"person":"alur","via":"system"},"case":"1m6dg4khgtdr23kp","event":{"activation":8,"automated":true,"step":"surat","type":"step_opened","visit":1},"seq":23}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',24,'file_attached','2026-11-02T07:20:00.000000Z',X'43614de680cdcb491733dab027ee021751377368bda3f47218f0a5f882de0351',CAST('{"at":"2026-11-02T07:20:00Z","by":{"person":"alur","via":"system"},"case":"1m6dg4khgtdr23kp","event":{"media_type":"application/pdf","name":"Surat Keterangan Tidak Mampu 1m6dg4khgtdr23kp.pdf","sha256":"9476a2244795d0e6437c3021a6fcff847b24b6104854cda6b704d85512ca87af","size":28219,"type":"file_attached"},"seq":24}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',25,'action_recorded','2026-11-02T07:20:00.000000Z',X'0c4e39864bbc85bc5f8f41a75bc9c31876dd14882bf38b35cf29c20d610d74a9',CAST('{"at":"2026-11-02T07:20:00Z","by":{"person":"alur","via":"system"},"case":"1m6dg4khgtdr23kp","event":{"activation":8,"result":{"document":"9476a2244795d0e6437c3021a6fcff847b24b6104854cda6b704d85512ca87af","name":"Surat Keterangan Tidak Mampu 1m6dg4khgtdr23kp.pdf","template":"83276decf5fae65fd33ccccb614ff01ccd1de429650a8d6df68819698e557817"},"step":"surat","type":"action_recorded","visit":1},"seq":25}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',26,'step_opened','2026-11-02T07:20:00.000000Z',X'db05f615771cb0c516c0e8dc4bdcf2c2f261c7b9b5b13f89cb91e9c9e70225e7',CAST('{"at":"2026-11-02T07:20:00Z","by":{"person":"alur","via":"system"},"case":"1m6dg4khgtdr23kp","event":{"activation":9,"step":"tanda_tangan","type":"step_opened","visit":1},"seq":26}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',27,'task_assigned','2026-11-02T07:22:08.000000Z',X'ed202cef1b24a6b5addb0e53cca5c710db601970d8b5b4a6e17cf41ecd7bbeb7',CAST('{"at":"2026-11-02T07:22:08Z","by":{"person":"agus.santoso","role":"kasi","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":9,"reason":"Pembagian beban kerja.","step":"tanda_tangan","to":"dewi.pertiwi","type":"task_assigned"},"seq":27}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',28,'step_completed','2026-11-02T07:24:36.000000Z',X'5ba016631f2bcb08d8859be01583202874220dc05906956ae1356634b585dd2e',CAST('{"at":"2026-11-02T07:24:36Z","by":{"person":"dewi.pertiwi","role":"camat","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":9,"step":"tanda_tangan","type":"step_completed","visit":1},"seq":28}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',29,'step_opened','2026-11-02T07:24:36.000000Z',X'bb5e08b5d7b9900348fe93e4a56bfdcd091b76f5a241d3d1982ceca929b7cb94',CAST('{"at":"2026-11-02T07:24:36Z","by":{"person":"dewi.pertiwi","role":"camat","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":10,"step":"stempel","type":"step_opened","visit":1},"seq":29}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',30,'task_claimed','2026-11-02T07:24:52.000000Z',X'0a314ebd2ded470afb553a3be70facf90fde9641ab5fd3cbb84fa4a7536d87fd',CAST('{"at":"2026-11-02T07:24:52Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":10,"step":"stempel","type":"task_claimed"},"seq":30}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',31,'step_completed','2026-11-02T07:25:21.000000Z',X'77ced6d661a512277d66ec18b98b66f77a447dfd4c75f283d334090d3d36f475',CAST('{"at":"2026-11-02T07:25:21Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":10,"step":"stempel","type":"step_completed","visit":1},"seq":31}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',32,'step_skipped','2026-11-02T07:25:21.000000Z',X'8bea3781df1530cf3358a614ae07841b7f225db5185cc4d5ddc4050305d7497c',CAST('{"at":"2026-11-02T07:25:21Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"step":"beri_tahu","type":"step_skipped"},"seq":32}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',33,'step_opened','2026-11-02T07:25:21.000000Z',X'caffdd72356306a7cfe5d6cde8e5ed350497a76e2c5e4f9fa8d650c32d99796b',CAST('{"at":"2026-11-02T07:25:21Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":11,"step":"serah","type":"step_opened","visit":1},"seq":33}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',34,'task_claimed','2026-11-02T07:25:45.000000Z',X'92c84f338448ba1f34b5d1d82271f5ee85a252c8569f4b818bb0ed3a52214ff6',CAST('{"at":"2026-11-02T07:25:45Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":11,"step":"serah","type":"task_claimed"},"seq":34}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',35,'step_completed','2026-11-02T07:26:49.000000Z',X'b82ebf3e363e5230a4b7c41e0fc4b7d7f84e38d0053b69a8e9530ea96615cce3',CAST('{"at":"2026-11-02T07:26:49Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":11,"step":"serah","type":"step_completed","visit":1},"seq":35}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',36,'step_opened','2026-11-02T07:26:49.000000Z',X'12a61dbc6bb6cc7b7f890cc8a64c07edf70e4f07b84a9a3f655d8354ade15388',CAST('{"at":"2026-11-02T07:26:49Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":12,"step":"arsip","type":"step_opened","visit":1},"seq":36}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',37,'task_claimed','2026-11-02T07:27:19.000000Z',X'886c14cfeacced3fbe6a7efd7807f98cf367bcfbad945a7fac78236cd9791152',CAST('{"at":"2026-11-02T07:27:19Z","by":{"person":"rini.astuti","role":"arsip","unit":"kecamatan-sei-suka-pelayanan","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":12,"step":"arsip","type":"task_claimed"},"seq":37}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',38,'warning_given','2026-11-02T07:31:22.000000Z',X'bd2fb5ae447a48845eb4cf487273189c254ea4a49eebe7e3c8b79e5c095a54bb',CAST('{"at":"2026-11-02T07:31:22Z","by":{"person":"alur","via":"system"},"case":"1m6dg4khgtdr23kp","event":{"belongs_at":"2026-11-02T07:23:13Z","clock":"promise","due":"2026-11-02T07:53:13Z","percent":50,"to":["arsip"],"type":"warning_given"},"seq":38}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',39,'warning_given','2026-11-02T07:31:22.000000Z',X'388215d5a640305a1b146ea2fe5876f7f4a3406bed3ccdd4ff7638538d58c04c',CAST('{"at":"2026-11-02T07:31:22Z","by":{"person":"alur","via":"system"},"case":"1m6dg4khgtdr23kp","event":{"activation":12,"belongs_at":"2026-11-02T07:28:19Z","clock":"step","due":"2026-11-02T07:29:49Z","percent":50,"person":"rini.astuti","step":"arsip","to":["arsip"],"type":"warning_given"},"seq":39}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',40,'warning_given','2026-11-02T07:31:22.000000Z',X'93c77e6f666cad03b881a8aa748f3307f9735d0151f2a443be6b40e73cff8c52',CAST('{"at":"2026-11-02T07:31:22Z","by":{"person":"alur","via":"system"},"case":"1m6dg4khgtdr23kp","event":{"activation":12,"belongs_at":"2026-11-02T07:29:13Z","clock":"step","due":"2026-11-02T07:29:49Z","percent":80,"person":"rini.astuti","step":"arsip","to":["arsip"],"type":"warning_given"},"seq":40}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',41,'warning_given','2026-11-02T07:31:22.000000Z',X'03282137536931da62704ba9162d0c63240d0723031e1a27ea29a6d763482288',CAST('{"at":"2026-11-02T07:31:22Z","by":{"person":"alur","via":"system"},"case":"1m6dg4khgtdr23kp","event":{"activation":12,"belongs_at":"2026-11-02T07:29:49Z","clock":"step","due":"2026-11-02T07:29:49Z","percent":100,"person":"rini.astuti","step":"arsip","to":["arsip"],"type":"warning_given"},"seq":41}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',42,'deviation_recorded','2026-11-02T07:31:22.000000Z',X'e91399d961eaa6affd528337ff72e68c66e7771de113b8fc14d62ab06dcc2844',CAST('{"at":"2026-11-02T07:31:22Z","by":{"person":"alur","via":"system"},"case":"1m6dg4khgtdr23kp","event":{"calendar":"kantor-wib/1","deviation":"late_step:12","found":{"at":"2026-11-02T07:29:50Z","case":"1m6dg4khgtdr23kp","clause":{"role":"arsip","row":13,"says":{"en":"File the copy and the application","id":"Mengarsipkan salinan surat dan berkas"}},"due":"2026-11-02T07:29:49Z","kind":"late_step","persons":["rini.astuti"],"standard":{"amount":3,"unit":"minute"},"step":"arsip","visits":1},"type":"deviation_recorded"},"seq":42}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',43,'case_escalated','2026-11-02T07:31:22.000000Z',X'baa1fe0c72ad99d0dd629c4a6118b66c38d604470af5a1efef1c59f0ab6bebca',CAST('{"at":"2026-11-02T07:31:22Z","by":{"person":"alur","via":"system"},"case":"1m6dg4khgtdr23kp","event":{"activation":12,"belongs_at":"2026-11-02T07:29:50Z","clock":"step","due":"2026-11-02T07:29:49Z","person":"rini.astuti","rung":"remind","step":"arsip","to":["arsip"],"type":"case_escalated"},"seq":43}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',44,'step_completed','2026-11-02T07:35:26.000000Z',X'b0ec5f58b8d582b24c986532448f03abd85a959b227006200733dbc8b41b3b52',CAST('{"at":"2026-11-02T07:35:26Z","by":{"person":"rini.astuti","role":"arsip","unit":"kecamatan-sei-suka-pelayanan","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"activation":12,"step":"arsip","type":"step_completed","visit":1},"seq":44}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',45,'case_ended','2026-11-02T07:35:26.000000Z',X'3a6c91e2110b5544eb5eb44ddb188927dcec883b949d3bd690b3fc3bc9a297c4',CAST('{"at":"2026-11-02T07:35:26Z","by":{"person":"rini.astuti","role":"arsip","unit":"kecamatan-sei-suka-pelayanan","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"result":"completed","type":"case_ended"},"seq":45}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m6dg4khgtdr23kp',46,'deviation_disposed','2026-11-04T01:31:22.000000Z',X'17dbd7f4ee274f1387de353cfbec707ca4450946ab3c8ba9bcc778ee147c6907',CAST('{"at":"2026-11-04T01:31:22Z","by":{"person":"agus.santoso","role":"kasi","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m6dg4khgtdr23kp","event":{"deviation":"late_step:12","due":"2026-11-22","owner":"joko.harahap","reason":"Petugas perlu mengambil tugas begitu masuk, bukan di akhir hari.","type":"deviation_disposed","verdict":"corrective"},"seq":46}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',1,'case_opened','2026-11-11T01:06:42.000000Z',X'0987f0d311db5256c1c5b724c43209bd82bb517c29889c1f1487f66da3792ca9',CAST('{"at":"2026-11-11T01:06:42Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m742946g5672w4n","event":{"applicant":{"contact":"sealed.1.1m742946gf6rx0q2.AcinlQ7CE5po2i2tCKYFkbANKVmZNncgqngigWArxBxAd3QjQDsYTvYaQg","name":"sealed.1.1m742946gf6rx0q2.AeXEqD4BsWsS4-FhbD6BREV0soI2cltdm98xl4ZlaeWIAvcq7GkDAmyb"},"form":{"alamat":"sealed.1.1m742946gf6rx0q2.AUocDz7zK6KONtSe-MaXuAepvJaZkTLgoeQ0tvl5JkCU44uEGEckyheBX7cjyOfVpE5k2F_CkPSk-150pCN3O28AvWWFvtCUDkYl","keperluan":"pendidikan","nama":"sealed.1.1m742946gf6rx0q2.AXbtjRjKmjLsweevQKCho9NYv788alNG1VHDawUbv1UHsJUC4dpCuzfXLQ","nik":"sealed.1.1m742946gf6rx0q2.AVsFeDsUqJdqhQwlPvxbhQAFUlOtUXM749gb8bBvTM0y1mtYKq_Va-lASZSTGQU"},"requirements":["pengantar","ktp","kk"],"sop":"surat-keterangan-tidak-mampu","type":"case_opened","version":2,"workflow":"ce159ef6d752e80a7e56aa3def6fa12f35ae51cdcf03c6be1b41a05d4dd9809d"},"seq":1}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',2,'step_opened','2026-11-11T01:06:42.000000Z',X'dabc9ecf7cee3b7270e85dbef87b93f3cabd4e03f2a0c6cf62f79cc225c851bc',CAST('{"at":"2026-11-11T01:06:42Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":1,"step":"pengajuan","type":"step_opened","visit":1},"seq":2}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',3,'step_completed','2026-11-11T01:06:42.000000Z',X'3a72269215cd9abb13983b1b83b5d222fdec6763d4c490df37907db334b2ec8b',CAST('{"at":"2026-11-11T01:06:42Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":1,"step":"pengajuan","type":"step_completed","visit":1},"seq":3}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',4,'step_opened','2026-11-11T01:06:42.000000Z',X'82fdabf388e911c5164189b6d0d5d58ed7c951ffd6afafd622c300edaa8a6b0c',CAST('{"at":"2026-11-11T01:06:42Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":2,"step":"periksa","type":"step_opened","visit":1},"seq":4}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',5,'task_claimed','2026-11-11T01:08:50.000000Z',X'd0ed92a8d9026c36253bb7ab5fddd2021a9d13f0bd66375c04aa04703ebb8311',CAST('{"at":"2026-11-11T01:08:50Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":2,"step":"periksa","type":"task_claimed"},"seq":5}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',6,'task_delegated','2026-11-11T01:12:53.000000Z',X'180eb22e1b447e6e12f3c8fbdb42bcd528ddd19c2b688ee239960dda8e89555e',CAST('{"at":"2026-11-11T01:12:53Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":2,"reason":"Sedang melayani pemohon lain.","step":"periksa","to":"joko.harahap","type":"task_delegated"},"seq":6}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',7,'warning_given','2026-11-11T01:15:00.000000Z',X'076c22218f56b8d0d3057456ed5cc2b034de2d50b1db174f8efc26ce3867354e',CAST('{"at":"2026-11-11T01:15:00Z","by":{"person":"alur","via":"system"},"case":"1m742946g5672w4n","event":{"activation":2,"belongs_at":"2026-11-11T01:11:42Z","clock":"step","due":"2026-11-11T01:16:42Z","percent":50,"person":"joko.harahap","step":"periksa","to":["loket"],"type":"warning_given"},"seq":7}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',8,'warning_given','2026-11-11T01:15:00.000000Z',X'2e9e2be501a304390cfbfab43444fe61c103220f2631cd48d3fc480d6d97ba91',CAST('{"at":"2026-11-11T01:15:00Z","by":{"person":"alur","via":"system"},"case":"1m742946g5672w4n","event":{"activation":2,"belongs_at":"2026-11-11T01:14:42Z","clock":"step","due":"2026-11-11T01:16:42Z","percent":80,"person":"joko.harahap","step":"periksa","to":["loket"],"type":"warning_given"},"seq":8}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',9,'warning_given','2026-11-11T01:30:00.000000Z',X'b2be6972593f8d0238040f5b73584d98c688ae2934d8d79039972db5b8c4a12e',CAST('{"at":"2026-11-11T01:30:00Z","by":{"person":"alur","via":"system"},"case":"1m742946g5672w4n","event":{"activation":2,"belongs_at":"2026-11-11T01:16:42Z","clock":"step","due":"2026-11-11T01:16:42Z","percent":100,"person":"joko.harahap","step":"periksa","to":["loket"],"type":"warning_given"},"seq":9}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',10,'deviation_recorded','2026-11-11T01:30:00.000000Z',X'afab63d768ef7915a825fe719f626f99b2fa0c10669feeb8c389fa37edb6f187',CAST('{"at":"2026-11-11T01:30:00Z","by":{"person":"alur","via":"system"},"case":"1m742946g5672w4n","event":{"calendar":"kantor-wib/1","deviation":"late_step:2","found":{"at":"2026-11-11T01:16:43Z","case":"1m742946g5672w4n","clause":{"role":"loket","row":2,"says":{"en":"Check the file and the applicant''s social welfare record","id":"Memeriksa berkas dan data kesejahteraan sosial pemohon"}},"due":"2026-11-11T01:16:42Z","kind":"late_step","persons":["joko.harahap"],"standard":{"amount":10,"unit":"minute"},"step":"periksa","visits":1},"type":"deviation_recorded"},"seq":10}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',11,'case_escalated','2026-11-11T01:30:00.000000Z',X'c01ed317186834c3c0bcf24b409dc3b4027095aeee36217fa35a68a0428ef84f',CAST('{"at":"2026-11-11T01:30:00Z","by":{"person":"alur","via":"system"},"case":"1m742946g5672w4n","event":{"activation":2,"belongs_at":"2026-11-11T01:16:43Z","clock":"step","due":"2026-11-11T01:16:42Z","person":"joko.harahap","rung":"remind","step":"periksa","to":["loket"],"type":"case_escalated"},"seq":11}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',12,'case_escalated','2026-11-11T02:00:00.000000Z',X'762e94404ec764133e682d7e19665e975623b3e77e5f7189cd4aabc38605aa75',CAST('{"at":"2026-11-11T02:00:00Z","by":{"person":"alur","via":"system"},"case":"1m742946g5672w4n","event":{"activation":2,"belongs_at":"2026-11-11T01:46:43Z","clock":"step","due":"2026-11-11T01:16:42Z","rung":"supervisor","step":"periksa","to":["kasi","sekcam"],"type":"case_escalated"},"seq":12}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',13,'task_resolved','2026-11-11T02:01:53.000000Z',X'eff5c6709ebd30b138f6bb63bc50b8d92612ab526d6bd8284570fea7bfa95074',CAST('{"at":"2026-11-11T02:01:53Z","by":{"person":"joko.harahap","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":2,"step":"periksa","to":"siti.kusuma","type":"task_resolved"},"seq":13}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',14,'step_completed','2026-11-11T02:06:53.000000Z',X'160344e450b1f04db16a1fffba3f483837769a5590a3dc7fbac9cc5ac4227feb',CAST('{"at":"2026-11-11T02:06:53Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":2,"checklist":[1,2],"outcome":"lengkap","step":"periksa","type":"step_completed","visit":1},"seq":14}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',15,'file_accepted','2026-11-11T02:06:53.000000Z',X'2defc95bc1a8f2ac79de531275858e56c244e93224b13ac438de3b887ed6a67d',CAST('{"at":"2026-11-11T02:06:53Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m742946g5672w4n","event":{"type":"file_accepted"},"seq":15}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',16,'step_opened','2026-11-11T02:06:53.000000Z',X'76256dd6c83b9e5f31f6475dc124734fb209045722560fb6e7ed2ccf62c99aa5',CAST('{"at":"2026-11-11T02:06:53Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":3,"step":"verifikasi","type":"step_opened","visit":1},"seq":16}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',17,'warning_given','2026-11-11T02:15:00.000000Z',X'32371579afef086386dcc7bc78c9d342ff458f9ef7b612c8c3bd70ba2840f9d3',CAST('{"at":"2026-11-11T02:15:00Z","by":{"person":"alur","via":"system"},"case":"1m742946g5672w4n","event":{"activation":3,"belongs_at":"2026-11-11T02:11:53Z","clock":"step","due":"2026-11-11T02:16:53Z","percent":50,"step":"verifikasi","to":["kasi"],"type":"warning_given"},"seq":17}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',18,'warning_given','2026-11-11T02:15:00.000000Z',X'7e0f9a2b55bcf8eed5a84adfa7c9a32346fed8f2eab2ebb07874f09479e0b4e1',CAST('{"at":"2026-11-11T02:15:00Z","by":{"person":"alur","via":"system"},"case":"1m742946g5672w4n","event":{"activation":3,"belongs_at":"2026-11-11T02:14:53Z","clock":"step","due":"2026-11-11T02:16:53Z","percent":80,"step":"verifikasi","to":["kasi"],"type":"warning_given"},"seq":18}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',19,'step_completed','2026-11-11T02:16:13.000000Z',X'0f73f66fbcdecf9c3939be746532f8111a78db96c720f5072657b401a36769f0',CAST('{"at":"2026-11-11T02:16:13Z","by":{"person":"agus.santoso","role":"kasi","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":3,"form":{"catatan_verifikasi":"Peninjauan lapangan dilakukan bersama ketua RT."},"outcome":"sesuai","step":"verifikasi","type":"step_completed","visit":1},"seq":19}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',20,'step_opened','2026-11-11T02:16:13.000000Z',X'bbff1f854e6f4e4c793358127a86174e4d14ec3f0506183a72813ae1c3702fd2',CAST('{"at":"2026-11-11T02:16:13Z","by":{"person":"agus.santoso","role":"kasi","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":4,"step":"cetak","type":"step_opened","visit":1},"seq":20}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',21,'task_claimed','2026-11-11T02:17:56.000000Z',X'c19c0142c733e859838e67c8bf1f1e66b19165e2363bee32ffa73422ef5c4e64',CAST('{"at":"2026-11-11T02:17:56Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":4,"step":"cetak","type":"task_claimed"},"seq":21}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',22,'step_completed','2026-11-11T02:23:27.000000Z',X'2dd31eb4da1c3f353da898245b3cc94b83c9b5a31ad9e0f9072d12945090add0',CAST('{"at":"2026-11-11T02:23:27Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":4,"step":"cetak","type":"step_completed","visit":1},"seq":22}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',23,'step_opened','2026-11-11T02:23:27.000000Z',X'8b388f62321501a36cfb74e4689db00b39f5097a72f1f30450fb6d1a4ea1b6e5',CAST('{"at":"2026-11-11T02:23:27Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":5,"step":"paraf_kasi","type":"step_opened","visit":1},"seq":23}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',24,'task_claimed','2026-11-11T02:24:28.000000Z',X'7b47366629c291e9d13ea1358ca6e267bef2b44d08dd58030ae8aa27c7f0f894',CAST('{"at":"2026-11-11T02:24:28Z","by":{"person":"agus.santoso","role":"kasi","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":5,"step":"paraf_kasi","type":"task_claimed"},"seq":24}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',25,'step_completed','2026-11-11T02:24:44.000000Z',X'ebbd95dcdcc711f7f04799abe828007cee7187da18179eeda25da733f20cbecd',CAST('{"at":"2026-11-11T02:24:44Z","by":{"person":"agus.santoso","role":"kasi","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":5,"outcome":"benar","step":"paraf_kasi","type":"step_completed","visit":1},"seq":25}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',26,'step_opened','2026-11-11T02:24:44.000000Z',X'447756b9388e1a05ecd5b24d1ddb912b2d0bf69a0c6d22f8dded70058b4d8539',CAST('{"at":"2026-11-11T02:24:44Z","by":{"person":"agus.santoso","role":"kasi","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":6,"step":"paraf_sekcam","type":"step_opened","visit":1},"seq":26}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',27,'task_claimed','2026-11-11T02:24:57.000000Z',X'91ddc8933b03a6029851ccb95d4469556d09630a34f6c6e35cc036c8e6d7a1a5',CAST('{"at":"2026-11-11T02:24:57Z","by":{"person":"hendra.firmansyah","role":"sekcam","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":6,"step":"paraf_sekcam","type":"task_claimed"},"seq":27}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',28,'warning_given','2026-11-11T02:30:00.000000Z',X'a2e06dcfca30a6847531e58366a8c45f22776f59143b6e30771a252cc9a1886c',CAST('{"at":"2026-11-11T02:30:00Z","by":{"person":"alur","via":"system"},"case":"1m742946g5672w4n","event":{"activation":6,"belongs_at":"2026-11-11T02:27:14Z","clock":"step","due":"2026-11-11T02:29:44Z","percent":50,"person":"hendra.firmansyah","step":"paraf_sekcam","to":["sekcam"],"type":"warning_given"},"seq":28}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',29,'warning_given','2026-11-11T02:30:00.000000Z',X'76cebbf36b35ce831ab63c25050e3722af590d62acf318d562db5e5e30c219ed',CAST('{"at":"2026-11-11T02:30:00Z","by":{"person":"alur","via":"system"},"case":"1m742946g5672w4n","event":{"activation":6,"belongs_at":"2026-11-11T02:28:44Z","clock":"step","due":"2026-11-11T02:29:44Z","percent":80,"person":"hendra.firmansyah","step":"paraf_sekcam","to":["sekcam"],"type":"warning_given"},"seq":29}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',30,'warning_given','2026-11-11T02:30:00.000000Z',X'f4c53d42d828ba4b1bb829f9b95a641e316497ab3b9c05bc145fe5f870271ff4',CAST('{"at":"2026-11-11T02:30:00Z","by":{"person":"alur","via":"system"},"case":"1m742946g5672w4n","event":{"activation":6,"belongs_at":"2026-11-11T02:29:44Z","clock":"step","due":"2026-11-11T02:29:44Z","percent":100,"person":"hendra.firmansyah","step":"paraf_sekcam","to":["sekcam"],"type":"warning_given"},"seq":30}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',31,'deviation_recorded','2026-11-11T02:30:00.000000Z',X'8a6cd6dedfe638692aa44b30ad375407be357bc736230f533d019724e5056b20',CAST('{"at":"2026-11-11T02:30:00Z","by":{"person":"alur","via":"system"},"case":"1m742946g5672w4n","event":{"calendar":"kantor-wib/1","deviation":"late_step:6","found":{"at":"2026-11-11T02:29:45Z","case":"1m742946g5672w4n","clause":{"role":"sekcam","row":6,"says":{"en":"Review and put the final initials","id":"Meneliti ulang dan membubuhkan paraf akhir"}},"due":"2026-11-11T02:29:44Z","kind":"late_step","persons":["hendra.firmansyah"],"standard":{"amount":5,"unit":"minute"},"step":"paraf_sekcam","visits":1},"type":"deviation_recorded"},"seq":31}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',32,'case_escalated','2026-11-11T02:30:00.000000Z',X'89c7dd9d50c3aa833e9d645d533165e1cf0b9625f31f0e4977d7bdfc6c279629',CAST('{"at":"2026-11-11T02:30:00Z","by":{"person":"alur","via":"system"},"case":"1m742946g5672w4n","event":{"activation":6,"belongs_at":"2026-11-11T02:29:45Z","clock":"step","due":"2026-11-11T02:29:44Z","person":"hendra.firmansyah","rung":"remind","step":"paraf_sekcam","to":["sekcam"],"type":"case_escalated"},"seq":32}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',33,'step_completed','2026-11-11T02:31:51.000000Z',X'99cebb40ca419bbac44d4cd3a7f9d9e4824a8c3221db83a1c3cc080cbf92e44f',CAST('{"at":"2026-11-11T02:31:51Z","by":{"person":"hendra.firmansyah","role":"sekcam","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":6,"outcome":"benar","step":"paraf_sekcam","type":"step_completed","visit":1},"seq":33}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',34,'step_opened','2026-11-11T02:31:51.000000Z',X'8aeda4b84c6f17bfe654d074515169f7cc4861b29678d84eed9bed209e92f70c',CAST('{"at":"2026-11-11T02:31:51Z","by":{"person":"hendra.firmansyah","role":"sekcam","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":7,"automated":true,"step":"nomor","type":"step_opened","visit":1},"seq":34}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',35,'action_recorded','2026-11-11T02:35:00.000000Z',X'10b8f5fad5af476077a97b599b3c283b03aa2962ae72c666706d66a33f47e6c9',CAST('{"at":"2026-11-11T02:35:00Z","by":{"person":"alur","via":"system"},"case":"1m742946g5672w4n","event":{"activation":7,"result":{"number":"400.9.14/002/2026"},"step":"nomor","type":"action_recorded","visit":1},"seq":35}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',36,'step_opened','2026-11-11T02:35:00.000000Z',X'ea7d4907ac27fae3c736047c14048f1ea76a5440918b7dc1db339d34961aaaa1',CAST('{"at":"2026-11-11T02:35:00Z","by":{"person":"alur","via":"system"},"case":"1m742946g5672w4n","event":{"activation":8,"automated":true,"step":"surat","type":"step_opened","visit":1},"seq":36}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',37,'file_attached','2026-11-11T02:35:00.000000Z',X'9f020ea5bad1c66b64a109f5d487b9d6cb62fc7a8ffaecdfc5cf07a9e90e67bb',CAST('{"at":"2026-11-11T02:35:00Z","by":{"person":"alur","via":"system"},"case":"1m742946g5672w4n","event":{"media_type":"application/pdf","name":"Surat Keterangan Tidak Mampu 1m742946g5672w4n.pdf","sha256":"5507f954bc82316ae428b86d0edd2ca9d765a852c60836609c6c18fb4864a326","size":27376,"type":"file_attached"},"seq":37}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',38,'action_recorded','2026-11-11T02:35:00.000000Z',X'd52511e6ff6f23025c91fbc19e705c9432e1f8674859e73a53fcf6cdb81a820e',CAST('{"at":"2026-11-11T02:35:00Z","by":{"person":"alur","via":"system"},"case":"1m742946g5672w4n","event":{"activation":8,"result":{"document":"5507f954bc82316ae428b86d0edd2ca9d765a852c60836609c6c18fb4864a326","name":"Surat Keterangan Tidak Mampu 1m742946g5672w4n.pdf","template":"83276decf5fae65fd33ccccb614ff01ccd1de429650a8d6df68819698e557817"},"step":"surat","type":"action_recorded","visit":1},"seq":38}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',39,'step_opened','2026-11-11T02:35:00.000000Z',X'1345b6e7a8dbfd7f86fae1c1e924e10531b7928f3a9f273d05945744f2775f53',CAST('{"at":"2026-11-11T02:35:00Z","by":{"person":"alur","via":"system"},"case":"1m742946g5672w4n","event":{"activation":9,"step":"tanda_tangan","type":"step_opened","visit":1},"seq":39}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',40,'task_claimed','2026-11-11T02:36:11.000000Z',X'd20c114e1f6553c1c8c3fa7d51282e65ed159f9bd7051bece558307c866e53d6',CAST('{"at":"2026-11-11T02:36:11Z","by":{"acting_for":"dewi.pertiwi","person":"hendra.firmansyah","role":"camat","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":9,"step":"tanda_tangan","type":"task_claimed"},"seq":40}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',41,'step_completed','2026-11-11T02:37:01.000000Z',X'cd1d2a6ed940e9345e081fa6f983616a1dea8ae40b483d8925e9dc05da23e8d5',CAST('{"at":"2026-11-11T02:37:01Z","by":{"acting_for":"dewi.pertiwi","person":"hendra.firmansyah","role":"camat","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":9,"step":"tanda_tangan","type":"step_completed","visit":1},"seq":41}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',42,'step_opened','2026-11-11T02:37:01.000000Z',X'4a2b1860db7f18d3fc3a1af93e895906d42cb4bf3a5cfb301925ecf5d3f52004',CAST('{"at":"2026-11-11T02:37:01Z","by":{"acting_for":"dewi.pertiwi","person":"hendra.firmansyah","role":"camat","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":10,"step":"stempel","type":"step_opened","visit":1},"seq":42}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',43,'task_claimed','2026-11-11T02:37:44.000000Z',X'5499673d4b1f6d7f1c1b6b9c47055e1ae5eaa3a82f667d3ebb142ceb0dd7b88c',CAST('{"at":"2026-11-11T02:37:44Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":10,"step":"stempel","type":"task_claimed"},"seq":43}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',44,'step_completed','2026-11-11T02:38:15.000000Z',X'c5ed6dfe81cc5fe7ed23713998dacf9d35362b2aa86e860ea470bb5b1876d71d',CAST('{"at":"2026-11-11T02:38:15Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":10,"step":"stempel","type":"step_completed","visit":1},"seq":44}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',45,'step_skipped','2026-11-11T02:38:15.000000Z',X'057cea013995fbb0ec1c8de1f908fc1ce2891a25c440e3ed25747bad36913d7e',CAST('{"at":"2026-11-11T02:38:15Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m742946g5672w4n","event":{"step":"beri_tahu","type":"step_skipped"},"seq":45}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',46,'step_opened','2026-11-11T02:38:15.000000Z',X'3332b3e4a97f6e625fec95955aa3fcf4b3366be13c3fa1b19fecdd835948b67f',CAST('{"at":"2026-11-11T02:38:15Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":11,"step":"serah","type":"step_opened","visit":1},"seq":46}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',47,'task_claimed','2026-11-11T02:38:24.000000Z',X'f9d6c5bba2e4bbb2410887329cca8e8687b4fa41a60ed1292ddf6553c4951271',CAST('{"at":"2026-11-11T02:38:24Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":11,"step":"serah","type":"task_claimed"},"seq":47}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',48,'step_completed','2026-11-11T02:39:42.000000Z',X'c2fad70098b2de3e4756200fa20fc39d5e5cb02bf14c4cd987617587a89cf3db',CAST('{"at":"2026-11-11T02:39:42Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":11,"step":"serah","type":"step_completed","visit":1},"seq":48}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',49,'step_opened','2026-11-11T02:39:42.000000Z',X'c69b3e13b98c4de07614780e2166089bb79c4091be58e6045b1f185766eda021',CAST('{"at":"2026-11-11T02:39:42Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":12,"step":"arsip","type":"step_opened","visit":1},"seq":49}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',50,'task_claimed','2026-11-11T02:40:17.000000Z',X'fc25e91f9d8de13f9b92689e1c0271532821e36152fc52ba48a7ac15c8b00d55',CAST('{"at":"2026-11-11T02:40:17Z","by":{"person":"rini.astuti","role":"arsip","unit":"kecamatan-sei-suka-pelayanan","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":12,"step":"arsip","type":"task_claimed"},"seq":50}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',51,'step_completed','2026-11-11T02:40:39.000000Z',X'307d99cd887d2c536d98a8c6f828508f9bb09357df396ac2ae69c1029f9bd363',CAST('{"at":"2026-11-11T02:40:39Z","by":{"person":"rini.astuti","role":"arsip","unit":"kecamatan-sei-suka-pelayanan","via":"demo"},"case":"1m742946g5672w4n","event":{"activation":12,"step":"arsip","type":"step_completed","visit":1},"seq":51}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',52,'case_ended','2026-11-11T02:40:39.000000Z',X'd984d0d0027a38887f381a7cd8d4b1105193c4d1674c06cfe4a029f3970777d1',CAST('{"at":"2026-11-11T02:40:39Z","by":{"person":"rini.astuti","role":"arsip","unit":"kecamatan-sei-suka-pelayanan","via":"demo"},"case":"1m742946g5672w4n","event":{"result":"completed","type":"case_ended"},"seq":52}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',53,'deviation_recorded','2026-11-11T02:45:00.000000Z',X'a58ab88d1a56c152ad6d87ff9518a250db6f57cb89dee0d648e66f6e8618550e',CAST('{"at":"2026-11-11T02:45:00Z","by":{"person":"alur","via":"system"},"case":"1m742946g5672w4n","event":{"calendar":"kantor-wib/1","deviation":"late_step:10","found":{"at":"2026-11-11T02:38:02Z","case":"1m742946g5672w4n","clause":{"role":"loket","row":10,"says":{"en":"Put the stamp on the certificate","id":"Membubuhkan stempel pada surat"}},"due":"2026-11-11T02:38:01Z","kind":"late_step","measured":"PT74S","persons":["siti.kusuma"],"standard":{"amount":1,"unit":"minute"},"step":"stempel","visits":1},"type":"deviation_recorded"},"seq":53}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',54,'deviation_disposed','2026-11-12T00:30:00.000000Z',X'e27a7cf16760953064525015e2c32a092f8b8fe4c063162d18bb4f299a98334c',CAST('{"at":"2026-11-12T00:30:00Z","by":{"person":"agus.santoso","role":"kasi","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m742946g5672w4n","event":{"deviation":"late_step:2","reason":"Permohonan menumpuk sesudah libur; diselesaikan hari itu juga.","type":"deviation_disposed","verdict":"accepted"},"seq":54}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m742946g5672w4n',55,'deviation_disposed','2026-11-16T00:30:00.000000Z',X'490dc05cb511c8cccfaca88fdba4bf540c64dff597db7b8559532078446db14f',CAST('{"at":"2026-11-16T00:30:00Z","by":{"person":"agus.santoso","role":"kasi","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m742946g5672w4n","event":{"deviation":"late_step:6","reason":"Listrik padam dua jam; tidak ada yang lalai.","type":"deviation_disposed","verdict":"accepted"},"seq":55}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',1,'case_opened','2026-11-18T03:57:52.000000Z',X'b4d2f55f6561561236b62b516d5160f4257e0a05ea3d94d6cbd96cc6ed80f12e',CAST('{"at":"2026-11-18T03:57:52Z","by":{"person":"joko.harahap","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"applicant":{"contact":"sealed.1.1m7pcvjg04bpzzk6.Aca2eDotjCyCLKNOj1vqVtXLbRlpLLBNPB6QAeoBc9IQuOVKPMLgUO5xtg","name":"sealed.1.1m7pcvjg04bpzzk6.ARs78K8Kf3vwvJNtcQnDkPbKrpjGvBWpq8UYRA2qg8ypxhwf6xBb07s6"},"form":{"alamat":"sealed.1.1m7pcvjg04bpzzk6.AesXCeZtwYSFf-etxbBP1MD7MvTAZ9ImBtotbkNudU1G6vK6yeu0fSMN7ww8cmJBtOiU3hvj5W5QcHipC1WprG8Jpvg914SePp0","keperluan":"bantuan_hukum","nama":"sealed.1.1m7pcvjg04bpzzk6.AYNeneAd8JGnnHAZSDRfpToyV14LkN4qk5d-aRYV6zH6vNqQdal9czHGWgLeKlA","nik":"sealed.1.1m7pcvjg04bpzzk6.AXG2Gpl_fVgnyNSp5aXcfkPylJDENMpczwm8-g6VQ0E5_znPLHRm3FRK5kL9mTo","tanggungan":3},"requirements":["pengantar","ktp","kk"],"sop":"surat-keterangan-tidak-mampu","type":"case_opened","version":2,"workflow":"ce159ef6d752e80a7e56aa3def6fa12f35ae51cdcf03c6be1b41a05d4dd9809d"},"seq":1}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',2,'step_opened','2026-11-18T03:57:52.000000Z',X'64c9e5abd440a9c324206bbc0a6f6702063323fd68c7a5ee7132ff0d66d5c5d7',CAST('{"at":"2026-11-18T03:57:52Z","by":{"person":"joko.harahap","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":1,"step":"pengajuan","type":"step_opened","visit":1},"seq":2}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',3,'step_completed','2026-11-18T03:57:52.000000Z',X'd8d9a3cc93d9b86f49f15ca89f7b24d4190b5bf8137513cb5090ccfa91dd1200',CAST('{"at":"2026-11-18T03:57:52Z","by":{"person":"joko.harahap","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":1,"step":"pengajuan","type":"step_completed","visit":1},"seq":3}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',4,'step_opened','2026-11-18T03:57:52.000000Z',X'a216490313f2a8ee4923f48e8fc77371f7771c9be8afc858297de450670307ee',CAST('{"at":"2026-11-18T03:57:52Z","by":{"person":"joko.harahap","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":2,"step":"periksa","type":"step_opened","visit":1},"seq":4}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',5,'task_claimed','2026-11-18T04:00:55.000000Z',X'3597450be6de8b3c75ddcd57c666e85e04f0c5069c26bd61d893a635a9274d76',CAST('{"at":"2026-11-18T04:00:55Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":2,"step":"periksa","type":"task_claimed"},"seq":5}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',6,'step_completed','2026-11-18T04:06:11.000000Z',X'5c838816b014b8316c9d502eeccb4b1ca1769d42fa847e5743afe075958883b8',CAST('{"at":"2026-11-18T04:06:11Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":2,"checklist":[1,2],"outcome":"lengkap","step":"periksa","type":"step_completed","visit":1},"seq":6}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',7,'file_accepted','2026-11-18T04:06:11.000000Z',X'c59f797e3a47c07008e833b4a7148ba3bb9391b2f37c504253369d4753573b13',CAST('{"at":"2026-11-18T04:06:11Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"type":"file_accepted"},"seq":7}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',8,'step_opened','2026-11-18T04:06:11.000000Z',X'f92712f476d26e9229e990a5554eb1f0086f0e07de25d7422fc2dabe42dc29e3',CAST('{"at":"2026-11-18T04:06:11Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":3,"step":"verifikasi","type":"step_opened","visit":1},"seq":8}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',9,'task_claimed','2026-11-18T04:08:12.000000Z',X'a78324251f4b99287610a04e8cd39f142fc30f5724220fcd8e675577a8d1d064',CAST('{"at":"2026-11-18T04:08:12Z","by":{"person":"agus.santoso","role":"kasi","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":3,"step":"verifikasi","type":"task_claimed"},"seq":9}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',10,'step_completed','2026-11-18T04:12:36.000000Z',X'd32da656e01be6a9fdd5577692db6e9817028fc014b3ba8d1fed75820c6c8eda',CAST('{"at":"2026-11-18T04:12:36Z","by":{"person":"agus.santoso","role":"kasi","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":3,"form":{"catatan_verifikasi":"Pemohon sudah dihubungi lewat telepon."},"outcome":"sesuai","step":"verifikasi","type":"step_completed","visit":1},"seq":10}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',11,'step_opened','2026-11-18T04:12:36.000000Z',X'cfd29f62ff0f507925c902f89ef30526acca666aec86aab44174a8c487521218',CAST('{"at":"2026-11-18T04:12:36Z","by":{"person":"agus.santoso","role":"kasi","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":4,"step":"cetak","type":"step_opened","visit":1},"seq":11}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',12,'task_claimed','2026-11-18T04:15:06.000000Z',X'8d374a82bec5bcdc2672efc78533bc6046858b35170232b995d93396db823e74',CAST('{"at":"2026-11-18T04:15:06Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":4,"step":"cetak","type":"task_claimed"},"seq":12}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',13,'task_released','2026-11-18T04:20:44.000000Z',X'f359c45663ee5da74f4e1e2c469d4bb0a1c9bd14acdb5d3b2407cca94b16fe51',CAST('{"at":"2026-11-18T04:20:44Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":4,"step":"cetak","type":"task_released"},"seq":13}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',14,'warning_given','2026-11-18T04:30:00.000000Z',X'54f20dd1e5b5369f78df41f3976b346353d882e540a97814380ca02b419b0c8c',CAST('{"at":"2026-11-18T04:30:00Z","by":{"person":"alur","via":"system"},"case":"1m7pcvjg077emp8b","event":{"activation":4,"belongs_at":"2026-11-18T04:17:36Z","clock":"step","due":"2026-11-18T04:22:36Z","percent":50,"step":"cetak","to":["loket"],"type":"warning_given"},"seq":14}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',15,'warning_given','2026-11-18T04:30:00.000000Z',X'fb7c02dcddf77a7ae6921e82d06477fc772f46d7d264a86ff40b8412245409f7',CAST('{"at":"2026-11-18T04:30:00Z","by":{"person":"alur","via":"system"},"case":"1m7pcvjg077emp8b","event":{"activation":4,"belongs_at":"2026-11-18T04:20:36Z","clock":"step","due":"2026-11-18T04:22:36Z","percent":80,"step":"cetak","to":["loket"],"type":"warning_given"},"seq":15}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',16,'warning_given','2026-11-18T04:30:00.000000Z',X'3e6bb7f76cc48db6749b2c02b41358d3040678855c3589a619d271fd3ffd2ac1',CAST('{"at":"2026-11-18T04:30:00Z","by":{"person":"alur","via":"system"},"case":"1m7pcvjg077emp8b","event":{"activation":4,"belongs_at":"2026-11-18T04:22:36Z","clock":"step","due":"2026-11-18T04:22:36Z","percent":100,"step":"cetak","to":["loket"],"type":"warning_given"},"seq":16}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',17,'deviation_recorded','2026-11-18T04:30:00.000000Z',X'b270b3facfdc1b2cff5cc4e2dfee745710abe88552fb4bf0cfc02bed1d4972ef',CAST('{"at":"2026-11-18T04:30:00Z","by":{"person":"alur","via":"system"},"case":"1m7pcvjg077emp8b","event":{"calendar":"kantor-wib/1","deviation":"late_step:4","found":{"at":"2026-11-18T04:22:37Z","case":"1m7pcvjg077emp8b","clause":{"role":"loket","row":4,"says":{"en":"Print the draft certificate","id":"Mencetak konsep surat keterangan"}},"due":"2026-11-18T04:22:36Z","kind":"late_step","standard":{"amount":10,"unit":"minute"},"step":"cetak","visits":1},"type":"deviation_recorded"},"seq":17}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',18,'case_escalated','2026-11-18T04:30:00.000000Z',X'b5b79af00cb99ecefdd403253cf2210a5e7916d12657bc313c1ce2709603a3d6',CAST('{"at":"2026-11-18T04:30:00Z","by":{"person":"alur","via":"system"},"case":"1m7pcvjg077emp8b","event":{"activation":4,"belongs_at":"2026-11-18T04:22:37Z","clock":"step","due":"2026-11-18T04:22:36Z","rung":"remind","step":"cetak","to":["loket"],"type":"case_escalated"},"seq":18}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',19,'comment_added','2026-11-18T04:35:05.000000Z',X'2ff6e80624deddffddda88c5cb97b9451382a768607b1083c3db25e20cf525d8',CAST('{"at":"2026-11-18T04:35:05Z","by":{"person":"joko.harahap","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"text":"Salinan KTP-el kurang jelas.","type":"comment_added"},"seq":19}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',20,'warning_given','2026-11-18T04:45:00.000000Z',X'17dda612b761e650358a8b802a8d5ca4ad57741b6e3de0eb62b1fac69b40e72c',CAST('{"at":"2026-11-18T04:45:00Z","by":{"person":"alur","via":"system"},"case":"1m7pcvjg077emp8b","event":{"belongs_at":"2026-11-18T04:36:11Z","clock":"promise","due":"2026-11-18T06:06:11Z","percent":50,"to":["loket"],"type":"warning_given"},"seq":20}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',21,'case_escalated','2026-11-18T05:00:00.000000Z',X'14d2f7d6ddbcaa4e1713dfa81328c133c6b05cee9aaeec3b3421a2c212c75b5a',CAST('{"at":"2026-11-18T05:00:00Z","by":{"person":"alur","via":"system"},"case":"1m7pcvjg077emp8b","event":{"activation":4,"belongs_at":"2026-11-18T04:52:37Z","clock":"step","due":"2026-11-18T04:22:36Z","rung":"supervisor","step":"cetak","to":["kasi","sekcam"],"type":"case_escalated"},"seq":21}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',22,'warning_given','2026-11-18T05:00:00.000000Z',X'7761f3c199919420c1e7627e98e956ac033ccc4cb8db6980af8b7f92eaf6875e',CAST('{"at":"2026-11-18T05:00:00Z","by":{"person":"alur","via":"system"},"case":"1m7pcvjg077emp8b","event":{"belongs_at":"2026-11-18T04:54:11Z","clock":"promise","due":"2026-11-18T06:06:11Z","percent":80,"to":["loket"],"type":"warning_given"},"seq":22}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',23,'warning_given','2026-11-18T06:15:00.000000Z',X'2ce95ac89dcb3e8abf5abfa6d0b407b6bd02fc8aba7ac64599fc9f76ad2dfd92',CAST('{"at":"2026-11-18T06:15:00Z","by":{"person":"alur","via":"system"},"case":"1m7pcvjg077emp8b","event":{"belongs_at":"2026-11-18T06:06:11Z","clock":"promise","due":"2026-11-18T06:06:11Z","percent":100,"to":["loket"],"type":"warning_given"},"seq":23}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',24,'deviation_recorded','2026-11-18T06:15:00.000000Z',X'519f846f32437d8508ffdb81df8786e692d0393534a81363e277c3f2469e3e1d',CAST('{"at":"2026-11-18T06:15:00Z","by":{"person":"alur","via":"system"},"case":"1m7pcvjg077emp8b","event":{"calendar":"kantor-wib/1","deviation":"late_case:0","found":{"at":"2026-11-18T06:06:12Z","case":"1m7pcvjg077emp8b","clause":{"says":{"en":"Promised time: 60 minutes","id":"Jangka waktu penyelesaian: 60 menit"}},"due":"2026-11-18T06:06:11Z","kind":"late_case","standard":{"amount":60,"unit":"minute"}},"type":"deviation_recorded"},"seq":24}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',25,'case_escalated','2026-11-18T06:15:00.000000Z',X'0ff44fcf940b6ffb448ab1a06ee95066fe66b4b0be2e290d66ca4c9b26b4bdaf',CAST('{"at":"2026-11-18T06:15:00Z","by":{"person":"alur","via":"system"},"case":"1m7pcvjg077emp8b","event":{"belongs_at":"2026-11-18T06:06:12Z","clock":"promise","due":"2026-11-18T06:06:11Z","rung":"remind","to":["loket"],"type":"case_escalated"},"seq":25}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',26,'step_completed','2026-11-18T06:41:53.000000Z',X'ab1eddca6ec95dd3c1b3e19042df563c5c4a37028ead9a8b825d80df2fb42b84',CAST('{"at":"2026-11-18T06:41:53Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":4,"step":"cetak","type":"step_completed","visit":1},"seq":26}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',27,'step_opened','2026-11-18T06:41:53.000000Z',X'4cc2ca33670cf455b3113e506004d9bc0e80c3d3e875700b946e2ef7f156a075',CAST('{"at":"2026-11-18T06:41:53Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":5,"step":"paraf_kasi","type":"step_opened","visit":1},"seq":27}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',28,'task_claimed','2026-11-18T06:43:44.000000Z',X'217070cbb36cfa454e2c07e1614bfb7d188c4c2a00e39beb4989408f6093397f',CAST('{"at":"2026-11-18T06:43:44Z","by":{"person":"agus.santoso","role":"kasi","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":5,"step":"paraf_kasi","type":"task_claimed"},"seq":28}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',29,'case_escalated','2026-11-18T06:45:00.000000Z',X'206d94ce46f31431d7c4f4bd1b17ae5ad9ef5e2a2d86cca25fcb9dc2bfd159b2',CAST('{"at":"2026-11-18T06:45:00Z","by":{"person":"alur","via":"system"},"case":"1m7pcvjg077emp8b","event":{"belongs_at":"2026-11-18T06:36:12Z","clock":"promise","due":"2026-11-18T06:06:11Z","rung":"supervisor","to":["kasi","sekcam"],"type":"case_escalated"},"seq":29}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',30,'warning_given','2026-11-18T06:45:00.000000Z',X'ec01d5e3e25ccab4eab3eafc798ae4edb8a35131979cedc3018b2cf512856a11',CAST('{"at":"2026-11-18T06:45:00Z","by":{"person":"alur","via":"system"},"case":"1m7pcvjg077emp8b","event":{"activation":5,"belongs_at":"2026-11-18T06:44:23Z","clock":"step","due":"2026-11-18T06:46:53Z","percent":50,"person":"agus.santoso","step":"paraf_kasi","to":["kasi"],"type":"warning_given"},"seq":30}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',31,'step_completed','2026-11-18T06:46:23.000000Z',X'6364e596f71a0d37dadd76bd3c060312a8a7fc01f9ded0d35a822f1a268b351e',CAST('{"at":"2026-11-18T06:46:23Z","by":{"person":"agus.santoso","role":"kasi","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":5,"outcome":"benar","step":"paraf_kasi","type":"step_completed","visit":1},"seq":31}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',32,'step_opened','2026-11-18T06:46:23.000000Z',X'139bd3f1e7a4d8ae23badb9229362560af406e77108971fe0e967b4c1d2c4a9b',CAST('{"at":"2026-11-18T06:46:23Z","by":{"person":"agus.santoso","role":"kasi","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":6,"step":"paraf_sekcam","type":"step_opened","visit":1},"seq":32}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',33,'task_claimed','2026-11-18T06:47:00.000000Z',X'b50d9047819ffee7b8525214a36c81ac52f0979affa978f718df25e0b49bfc78',CAST('{"at":"2026-11-18T06:47:00Z","by":{"person":"hendra.firmansyah","role":"sekcam","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":6,"step":"paraf_sekcam","type":"task_claimed"},"seq":33}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',34,'step_completed','2026-11-18T06:47:35.000000Z',X'a8550ef799c6c9c78bdfbf96b0089fceb36ad5e9a4396ba468e34a5004887226',CAST('{"at":"2026-11-18T06:47:35Z","by":{"person":"hendra.firmansyah","role":"sekcam","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":6,"outcome":"benar","step":"paraf_sekcam","type":"step_completed","visit":1},"seq":34}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',35,'step_opened','2026-11-18T06:47:35.000000Z',X'ca67252a1890e9211c4feebc86369f96460c4e16b2f0faaefa4c4937924e175f',CAST('{"at":"2026-11-18T06:47:35Z","by":{"person":"hendra.firmansyah","role":"sekcam","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":7,"automated":true,"step":"nomor","type":"step_opened","visit":1},"seq":35}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',36,'action_recorded','2026-11-18T06:50:00.000000Z',X'98a3a0e2443ca9a835a4167c1a74ef3957596ffdbee7d03600a8f0ecabb444ac',CAST('{"at":"2026-11-18T06:50:00Z","by":{"person":"alur","via":"system"},"case":"1m7pcvjg077emp8b","event":{"activation":7,"result":{"number":"400.9.14/003/2026"},"step":"nomor","type":"action_recorded","visit":1},"seq":36}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',37,'step_opened','2026-11-18T06:50:00.000000Z',X'e8131fb8bd444b0ea6f2b84e71e5ec644c8a26afc6a64c436a8f1005a4121a32',CAST('{"at":"2026-11-18T06:50:00Z","by":{"person":"alur","via":"system"},"case":"1m7pcvjg077emp8b","event":{"activation":8,"automated":true,"step":"surat","type":"step_opened","visit":1},"seq":37}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',38,'file_attached','2026-11-18T06:50:00.000000Z',X'635d1e255137a535db8d220a23c581ef521974c384b24d94f6dc99580e6e173e',CAST('{"at":"2026-11-18T06:50:00Z","by":{"person":"alur","via":"system"},"case":"1m7pcvjg077emp8b","event":{"media_type":"application/pdf","name":"Surat Keterangan Tidak Mampu 1m7pcvjg077emp8b.pdf","sha256":"173c30d22188bf0e4aab17b3803878b88f2867ff635b305043c8134f1411e7e5","size":28080,"type":"file_attached"},"seq":38}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',39,'action_recorded','2026-11-18T06:50:00.000000Z',X'53de39458835baa125582c3a787bc6b68c8d160684b19499b5c959b3c19c40fd',CAST('{"at":"2026-11-18T06:50:00Z","by":{"person":"alur","via":"system"},"case":"1m7pcvjg077emp8b","event":{"activation":8,"result":{"document":"173c30d22188bf0e4aab17b3803878b88f2867ff635b305043c8134f1411e7e5","name":"Surat Keterangan Tidak Mampu 1m7pcvjg077emp8b.pdf","template":"83276decf5fae65fd33ccccb614ff01ccd1de429650a8d6df68819698e557817"},"step":"surat","type":"action_recorded","visit":1},"seq":39}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',40,'step_opened','2026-11-18T06:50:00.000000Z',X'd01eff687635aa25583114ee7c59944a3c04ef5c260bf28a5df98265aac1a276',CAST('{"at":"2026-11-18T06:50:00Z","by":{"person":"alur","via":"system"},"case":"1m7pcvjg077emp8b","event":{"activation":9,"step":"tanda_tangan","type":"step_opened","visit":1},"seq":40}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',41,'step_completed','2026-11-18T06:54:19.000000Z',X'c3f4410d429d659f894a2a2a9143b1d17d5a45a0d19baa19844f7682bcb39a5a',CAST('{"at":"2026-11-18T06:54:19Z","by":{"person":"dewi.pertiwi","role":"camat","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":9,"step":"tanda_tangan","type":"step_completed","visit":1},"seq":41}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',42,'step_opened','2026-11-18T06:54:19.000000Z',X'4ad8e14f8f6b11960c42e7a9f5cd9955c2c6969d118836dd8879356a140f2e88',CAST('{"at":"2026-11-18T06:54:19Z","by":{"person":"dewi.pertiwi","role":"camat","unit":"kecamatan-sei-suka","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":10,"step":"stempel","type":"step_opened","visit":1},"seq":42}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',43,'step_completed','2026-11-18T06:55:00.000000Z',X'1994497eadc867dc995c6faa5879af61db7111b90fbbc5ec3349c7cbcd4a48dc',CAST('{"at":"2026-11-18T06:55:00Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":10,"step":"stempel","type":"step_completed","visit":1},"seq":43}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',44,'step_skipped','2026-11-18T06:55:00.000000Z',X'1d50bd771cd17bd3cfd2d88ad1b886f8647f66da5399b2c0a339c6036b34a182',CAST('{"at":"2026-11-18T06:55:00Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"step":"beri_tahu","type":"step_skipped"},"seq":44}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',45,'step_opened','2026-11-18T06:55:00.000000Z',X'af389f2bda18dfbcb15cc929715abd690bfcc00e6346f7a7d6165bcc48194ab5',CAST('{"at":"2026-11-18T06:55:00Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":11,"step":"serah","type":"step_opened","visit":1},"seq":45}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',46,'task_claimed','2026-11-18T06:55:25.000000Z',X'77b275b38c7f1d19e8ec764bf8b847a5b2bb385109abfab0c2afab48fc51074a',CAST('{"at":"2026-11-18T06:55:25Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":11,"step":"serah","type":"task_claimed"},"seq":46}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',47,'step_completed','2026-11-18T06:56:13.000000Z',X'046646a20a00863455bc4ed8a892c1b01a3f22ebb7f5d4ff7a610ea33e2f1e45',CAST('{"at":"2026-11-18T06:56:13Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":11,"step":"serah","type":"step_completed","visit":1},"seq":47}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',48,'step_opened','2026-11-18T06:56:13.000000Z',X'5e1cfe2ea76b99fb12ac1b79b91cc0987a21e885dc8d042582082101efc8d604',CAST('{"at":"2026-11-18T06:56:13Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":12,"step":"arsip","type":"step_opened","visit":1},"seq":48}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',49,'task_claimed','2026-11-18T06:56:53.000000Z',X'ce3614aeb36a9eb928cd067c2eae86312ac88be294c1f0679db8aa033eb8cb0d',CAST('{"at":"2026-11-18T06:56:53Z","by":{"person":"rini.astuti","role":"arsip","unit":"kecamatan-sei-suka-pelayanan","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":12,"step":"arsip","type":"task_claimed"},"seq":49}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',50,'step_completed','2026-11-18T06:58:15.000000Z',X'ca9e306d81ad5d64adf88df4a3d99a9737b55e3536eed799450f2c71235d9d3f',CAST('{"at":"2026-11-18T06:58:15Z","by":{"person":"rini.astuti","role":"arsip","unit":"kecamatan-sei-suka-pelayanan","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"activation":12,"step":"arsip","type":"step_completed","visit":1},"seq":50}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7pcvjg077emp8b',51,'case_ended','2026-11-18T06:58:15.000000Z',X'e85c6d90c45cc2510fdc5b48040fab93704bbcd01e48009f04ece5e4f5b2d1f3',CAST('{"at":"2026-11-18T06:58:15Z","by":{"person":"rini.astuti","role":"arsip","unit":"kecamatan-sei-suka-pelayanan","via":"demo"},"case":"1m7pcvjg077emp8b","event":{"result":"completed","type":"case_ended"},"seq":51}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7say89g92z47mm',1,'case_opened','2026-11-19T07:22:06.000000Z',X'dc5240593a5721b8f5949e465e5d52413bbc332dcb43b48e0ee4a8fba21f15ee',CAST('{"at":"2026-11-19T07:22:06Z","by":{"person":"wulan.lestari","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7say89g92z47mm","event":{"applicant":{"contact":"sealed.1.1m7say89gnjst3rk.ARcUDmxRrnPekT7LIMH9QDjPJpT4HzucuBdc8NB-CbuUH73kgdcG5p332w","name":"sealed.1.1m7say89gnjst3rk.AcYq44HBNgw5hpygmViCUuxF73SDd7iNU0-gHPzafuQkegWSsyCxxCVvgqs"},"form":{"alamat":"sealed.1.1m7say89gnjst3rk.AQbh1jJgydCHnVFPcLFEmOipHVt9Gj-k8DVyBGSYMivQG3fkcOK_e9g7f2laghBcBC9J15D3Fs3zAkp7OUPQpn_vXlB_11OF","keperluan":"kesehatan","nama":"sealed.1.1m7say89gnjst3rk.AQAGIjQiX5U6gnzMbWmOnma3P91wpGVGPaLJ--MLx9WVGHQu4F82qGsPVu9X1A","nik":"sealed.1.1m7say89gnjst3rk.AZtssmM0B3uXIiqnNzY0Sq61_2G5XvlAgpv5n9tLSD87VUydFpu9rL4rDDVjQjQ","tanggungan":11,"whatsapp":"sealed.1.1m7say89gnjst3rk.AXGFbr19z6dNj6TbTpMxaWrpXmYW6ksDICY014SeQPIb5lDaE0RXINDY-A"},"requirements":["pengantar","kk"],"sop":"surat-keterangan-tidak-mampu","type":"case_opened","version":2,"workflow":"ce159ef6d752e80a7e56aa3def6fa12f35ae51cdcf03c6be1b41a05d4dd9809d"},"seq":1}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7say89g92z47mm',2,'step_opened','2026-11-19T07:22:06.000000Z',X'99740e8e1cfa8261cde198a69d3640371ed421cb6100f8addbe523f83bfb7fd1',CAST('{"at":"2026-11-19T07:22:06Z","by":{"person":"wulan.lestari","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7say89g92z47mm","event":{"activation":1,"step":"pengajuan","type":"step_opened","visit":1},"seq":2}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7say89g92z47mm',3,'step_completed','2026-11-19T07:22:06.000000Z',X'd2da3d543a07b3cc368db3270d2d25bfcba6e21df06121e728cfcb7a621333c1',CAST('{"at":"2026-11-19T07:22:06Z","by":{"person":"wulan.lestari","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7say89g92z47mm","event":{"activation":1,"step":"pengajuan","type":"step_completed","visit":1},"seq":3}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7say89g92z47mm',4,'step_opened','2026-11-19T07:22:06.000000Z',X'fb60649f1c6ffb6ceb0d493d97f85498fc9482da61da6e9923d5c62d7257257a',CAST('{"at":"2026-11-19T07:22:06Z","by":{"person":"wulan.lestari","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7say89g92z47mm","event":{"activation":2,"step":"periksa","type":"step_opened","visit":1},"seq":4}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7say89g92z47mm',5,'task_claimed','2026-11-19T07:24:05.000000Z',X'8d92940a4a8fc629572917f85f32b09f380f43b2176d08661154bcdac5e6d41f',CAST('{"at":"2026-11-19T07:24:05Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7say89g92z47mm","event":{"activation":2,"step":"periksa","type":"task_claimed"},"seq":5}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7say89g92z47mm',6,'step_returned','2026-11-19T07:28:22.000000Z',X'01ad0a314e3d836b2d07551243757ff4684dadcafcd7ab549d79c6f6b6169a8f',CAST('{"at":"2026-11-19T07:28:22Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7say89g92z47mm","event":{"activation":2,"outcome":"belum_terdaftar","reason":"Konsep surat perlu diperbaiki.","step":"periksa","to":"pengajuan","type":"step_returned","visit":1},"seq":6}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7say89g92z47mm',7,'step_opened','2026-11-19T07:28:22.000000Z',X'8c83e916b392d8b46ed749c000730d6226b1072b17c150340f53fb84770661e3',CAST('{"at":"2026-11-19T07:28:22Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7say89g92z47mm","event":{"activation":3,"cause":"return","pause":"applicant","step":"pengajuan","type":"step_opened","visit":2},"seq":7}' AS BLOB));
INSERT INTO "case_event" VALUES ('1m7say89g92z47mm',8,'case_paused','2026-11-20T00:30:00.000000Z',X'6c572a79f1e98b909f609088f466368cf7344d892fe0470cf86285a72dd3d5dd',CAST('{"at":"2026-11-20T00:30:00Z","by":{"person":"siti.kusuma","role":"loket","unit":"kecamatan-sei-suka-loket","via":"demo"},"case":"1m7say89g92z47mm","event":{"note":"Menunggu konfirmasi dari provinsi.","reason":"external_body","type":"case_paused"},"seq":8}' AS BLOB));
CREATE TABLE "case" (
	id TEXT NOT NULL, 
	sop TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	workflow TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	applicant TEXT NOT NULL, 
	opened_at VARCHAR(27) NOT NULL, 
	last_at VARCHAR(27) NOT NULL, 
	closed_at VARCHAR(27), 
	result TEXT, 
	pause TEXT, 
	seq INTEGER NOT NULL, 
	head BLOB NOT NULL, 
	state BLOB NOT NULL, 
	CONSTRAINT case_pkey PRIMARY KEY (id), 
	CONSTRAINT case_sop_fkey FOREIGN KEY(sop, version) REFERENCES sop_version (sop, version)
);
INSERT INTO "case" VALUES ('1m6dg4khgtdr23kp','surat-keterangan-tidak-mampu',2,'ce159ef6d752e80a7e56aa3def6fa12f35ae51cdcf03c6be1b41a05d4dd9809d','kecamatan-sei-suka','Fitri Utami','2026-11-02T06:46:22.000000Z','2026-11-04T01:31:22.000000Z','2026-11-02T07:35:26.000000Z','completed',NULL,46,X'17dbd7f4ee274f1387de353cfbec707ca4450946ab3c8ba9bcc778ee147c6907',CAST('{"accepted_at":"2026-11-02T06:53:13Z","activations":12,"applicant":{"contact":"sealed.1.1m6dg4khgt6smegh.ASQZ0TfFo3StMQZMBYT6n-dRN2YbVkZvXayj-vK_1vqv0W0Km5gdWEQiPQ","name":"sealed.1.1m6dg4khgt6smegh.AfVHc_BkGLoNZaewXEgFtZ2uqZhf_UJEy7i7gY3GB5LPt6TT5JDg5E31"},"case":"1m6dg4khgtdr23kp","closed_at":"2026-11-02T07:35:26Z","data":{"form.alamat":"sealed.1.1m6dg4khgt6smegh.ASNI7PAHvlcl1f5AHHxUy2nWzpMss6MWiOeK2BDT_-08JWcAJNsZIFnrsqd7leYKdSbV4VQ48IXPrOLDOViiI4u2i1j-GdAyx54","form.keperluan":"kesehatan","form.nama":"sealed.1.1m6dg4khgt6smegh.AS75oT1edIcMh1m-SvZUTvghIX_6hJBsB6ipTUo6y61lO9FBLySlM8JHB9o","form.nik":"sealed.1.1m6dg4khgt6smegh.AcOARUH6LzEemHSYphQdviPYA7UTeWT4t2MMKVZBYoetgIFPxT9jxfS1S3C25dc","form.tanggungan":8,"result.nomor.number":"400.9.14/001/2026","result.surat.document":"9476a2244795d0e6437c3021a6fcff847b24b6104854cda6b704d85512ca87af","result.surat.name":"Surat Keterangan Tidak Mampu 1m6dg4khgtdr23kp.pdf","result.surat.template":"83276decf5fae65fd33ccccb614ff01ccd1de429650a8d6df68819698e557817"},"deviations":{"late_step:12":"corrective"},"last_at":"2026-11-04T01:31:22Z","noticed":["warning:step:3:50","warning:step:3:80","warning:promise:0:50","warning:step:12:50","warning:step:12:80","warning:step:12:100","rung:step:12:remind"],"opened_at":"2026-11-02T06:46:22Z","requirements":["pengantar","ktp","kk"],"result":"completed","seq":46,"sop":"surat-keterangan-tidak-mampu","version":2,"visits":{"arsip":{"activation":12,"at":"2026-11-02T07:35:26Z","begun":1,"by":"rini.astuti","how":"completed"},"cetak":{"activation":4,"at":"2026-11-02T07:10:14Z","begun":1,"by":"siti.kusuma","how":"completed"},"nomor":{"activation":7,"at":"2026-11-02T07:20:00Z","begun":1,"by":"alur","how":"recorded"},"paraf_kasi":{"activation":5,"at":"2026-11-02T07:14:17Z","begun":1,"by":"agus.santoso","how":"completed","outcome":"benar"},"paraf_sekcam":{"activation":6,"at":"2026-11-02T07:17:39Z","begun":1,"by":"hendra.firmansyah","how":"completed","outcome":"benar"},"pengajuan":{"activation":1,"at":"2026-11-02T06:46:22Z","begun":1,"by":"siti.kusuma","how":"completed"},"periksa":{"activation":2,"at":"2026-11-02T06:53:13Z","begun":1,"by":"siti.kusuma","how":"completed","outcome":"lengkap"},"serah":{"activation":11,"at":"2026-11-02T07:26:49Z","begun":1,"by":"siti.kusuma","how":"completed"},"stempel":{"activation":10,"at":"2026-11-02T07:25:21Z","begun":1,"by":"siti.kusuma","how":"completed"},"surat":{"activation":8,"at":"2026-11-02T07:20:00Z","begun":1,"by":"alur","how":"recorded"},"tanda_tangan":{"activation":9,"at":"2026-11-02T07:24:36Z","begun":1,"by":"dewi.pertiwi","how":"completed"},"verifikasi":{"activation":3,"at":"2026-11-02T07:02:21Z","begun":1,"by":"agus.santoso","how":"completed","outcome":"sesuai"}},"workflow":"ce159ef6d752e80a7e56aa3def6fa12f35ae51cdcf03c6be1b41a05d4dd9809d"}' AS BLOB));
INSERT INTO "case" VALUES ('1m742946g5672w4n','surat-keterangan-tidak-mampu',2,'ce159ef6d752e80a7e56aa3def6fa12f35ae51cdcf03c6be1b41a05d4dd9809d','kecamatan-sei-suka','Agus Rahayu','2026-11-11T01:06:42.000000Z','2026-11-16T00:30:00.000000Z','2026-11-11T02:40:39.000000Z','completed',NULL,55,X'490dc05cb511c8cccfaca88fdba4bf540c64dff597db7b8559532078446db14f',CAST('{"accepted_at":"2026-11-11T02:06:53Z","activations":12,"applicant":{"contact":"sealed.1.1m742946gf6rx0q2.AcinlQ7CE5po2i2tCKYFkbANKVmZNncgqngigWArxBxAd3QjQDsYTvYaQg","name":"sealed.1.1m742946gf6rx0q2.AeXEqD4BsWsS4-FhbD6BREV0soI2cltdm98xl4ZlaeWIAvcq7GkDAmyb"},"case":"1m742946g5672w4n","closed_at":"2026-11-11T02:40:39Z","data":{"form.alamat":"sealed.1.1m742946gf6rx0q2.AUocDz7zK6KONtSe-MaXuAepvJaZkTLgoeQ0tvl5JkCU44uEGEckyheBX7cjyOfVpE5k2F_CkPSk-150pCN3O28AvWWFvtCUDkYl","form.catatan_verifikasi":"Peninjauan lapangan dilakukan bersama ketua RT.","form.keperluan":"pendidikan","form.nama":"sealed.1.1m742946gf6rx0q2.AXbtjRjKmjLsweevQKCho9NYv788alNG1VHDawUbv1UHsJUC4dpCuzfXLQ","form.nik":"sealed.1.1m742946gf6rx0q2.AVsFeDsUqJdqhQwlPvxbhQAFUlOtUXM749gb8bBvTM0y1mtYKq_Va-lASZSTGQU","result.nomor.number":"400.9.14/002/2026","result.surat.document":"5507f954bc82316ae428b86d0edd2ca9d765a852c60836609c6c18fb4864a326","result.surat.name":"Surat Keterangan Tidak Mampu 1m742946g5672w4n.pdf","result.surat.template":"83276decf5fae65fd33ccccb614ff01ccd1de429650a8d6df68819698e557817"},"deviations":{"late_step:10":"open","late_step:2":"accepted","late_step:6":"accepted"},"last_at":"2026-11-16T00:30:00Z","noticed":["warning:step:2:50","warning:step:2:80","warning:step:2:100","rung:step:2:remind","rung:step:2:supervisor","warning:step:3:50","warning:step:3:80","warning:step:6:50","warning:step:6:80","warning:step:6:100","rung:step:6:remind"],"opened_at":"2026-11-11T01:06:42Z","requirements":["pengantar","ktp","kk"],"result":"completed","seq":55,"sop":"surat-keterangan-tidak-mampu","version":2,"visits":{"arsip":{"activation":12,"at":"2026-11-11T02:40:39Z","begun":1,"by":"rini.astuti","how":"completed"},"cetak":{"activation":4,"at":"2026-11-11T02:23:27Z","begun":1,"by":"siti.kusuma","how":"completed"},"nomor":{"activation":7,"at":"2026-11-11T02:35:00Z","begun":1,"by":"alur","how":"recorded"},"paraf_kasi":{"activation":5,"at":"2026-11-11T02:24:44Z","begun":1,"by":"agus.santoso","how":"completed","outcome":"benar"},"paraf_sekcam":{"activation":6,"at":"2026-11-11T02:31:51Z","begun":1,"by":"hendra.firmansyah","how":"completed","outcome":"benar"},"pengajuan":{"activation":1,"at":"2026-11-11T01:06:42Z","begun":1,"by":"siti.kusuma","how":"completed"},"periksa":{"activation":2,"at":"2026-11-11T02:06:53Z","begun":1,"by":"siti.kusuma","how":"completed","lent_to":["joko.harahap"],"outcome":"lengkap"},"serah":{"activation":11,"at":"2026-11-11T02:39:42Z","begun":1,"by":"siti.kusuma","how":"completed"},"stempel":{"activation":10,"at":"2026-11-11T02:38:15Z","begun":1,"by":"siti.kusuma","how":"completed"},"surat":{"activation":8,"at":"2026-11-11T02:35:00Z","begun":1,"by":"alur","how":"recorded"},"tanda_tangan":{"activation":9,"at":"2026-11-11T02:37:01Z","begun":1,"by":"hendra.firmansyah","how":"completed"},"verifikasi":{"activation":3,"at":"2026-11-11T02:16:13Z","begun":1,"by":"agus.santoso","how":"completed","outcome":"sesuai"}},"workflow":"ce159ef6d752e80a7e56aa3def6fa12f35ae51cdcf03c6be1b41a05d4dd9809d"}' AS BLOB));
INSERT INTO "case" VALUES ('1m7pcvjg077emp8b','surat-keterangan-tidak-mampu',2,'ce159ef6d752e80a7e56aa3def6fa12f35ae51cdcf03c6be1b41a05d4dd9809d','kecamatan-sei-suka','Siti Rahayu','2026-11-18T03:57:52.000000Z','2026-11-18T06:58:15.000000Z','2026-11-18T06:58:15.000000Z','completed',NULL,51,X'e85c6d90c45cc2510fdc5b48040fab93704bbcd01e48009f04ece5e4f5b2d1f3',CAST('{"accepted_at":"2026-11-18T04:06:11Z","activations":12,"applicant":{"contact":"sealed.1.1m7pcvjg04bpzzk6.Aca2eDotjCyCLKNOj1vqVtXLbRlpLLBNPB6QAeoBc9IQuOVKPMLgUO5xtg","name":"sealed.1.1m7pcvjg04bpzzk6.ARs78K8Kf3vwvJNtcQnDkPbKrpjGvBWpq8UYRA2qg8ypxhwf6xBb07s6"},"case":"1m7pcvjg077emp8b","closed_at":"2026-11-18T06:58:15Z","data":{"form.alamat":"sealed.1.1m7pcvjg04bpzzk6.AesXCeZtwYSFf-etxbBP1MD7MvTAZ9ImBtotbkNudU1G6vK6yeu0fSMN7ww8cmJBtOiU3hvj5W5QcHipC1WprG8Jpvg914SePp0","form.catatan_verifikasi":"Pemohon sudah dihubungi lewat telepon.","form.keperluan":"bantuan_hukum","form.nama":"sealed.1.1m7pcvjg04bpzzk6.AYNeneAd8JGnnHAZSDRfpToyV14LkN4qk5d-aRYV6zH6vNqQdal9czHGWgLeKlA","form.nik":"sealed.1.1m7pcvjg04bpzzk6.AXG2Gpl_fVgnyNSp5aXcfkPylJDENMpczwm8-g6VQ0E5_znPLHRm3FRK5kL9mTo","form.tanggungan":3,"result.nomor.number":"400.9.14/003/2026","result.surat.document":"173c30d22188bf0e4aab17b3803878b88f2867ff635b305043c8134f1411e7e5","result.surat.name":"Surat Keterangan Tidak Mampu 1m7pcvjg077emp8b.pdf","result.surat.template":"83276decf5fae65fd33ccccb614ff01ccd1de429650a8d6df68819698e557817"},"deviations":{"late_case:0":"open","late_step:4":"open"},"last_at":"2026-11-18T06:58:15Z","noticed":["warning:step:4:50","warning:step:4:80","warning:step:4:100","rung:step:4:remind","warning:promise:0:50","rung:step:4:supervisor","warning:promise:0:80","warning:promise:0:100","rung:promise:0:remind","rung:promise:0:supervisor","warning:step:5:50"],"opened_at":"2026-11-18T03:57:52Z","requirements":["pengantar","ktp","kk"],"result":"completed","seq":51,"sop":"surat-keterangan-tidak-mampu","version":2,"visits":{"arsip":{"activation":12,"at":"2026-11-18T06:58:15Z","begun":1,"by":"rini.astuti","how":"completed"},"cetak":{"activation":4,"at":"2026-11-18T06:41:53Z","begun":1,"by":"siti.kusuma","how":"completed"},"nomor":{"activation":7,"at":"2026-11-18T06:50:00Z","begun":1,"by":"alur","how":"recorded"},"paraf_kasi":{"activation":5,"at":"2026-11-18T06:46:23Z","begun":1,"by":"agus.santoso","how":"completed","outcome":"benar"},"paraf_sekcam":{"activation":6,"at":"2026-11-18T06:47:35Z","begun":1,"by":"hendra.firmansyah","how":"completed","outcome":"benar"},"pengajuan":{"activation":1,"at":"2026-11-18T03:57:52Z","begun":1,"by":"joko.harahap","how":"completed"},"periksa":{"activation":2,"at":"2026-11-18T04:06:11Z","begun":1,"by":"siti.kusuma","how":"completed","outcome":"lengkap"},"serah":{"activation":11,"at":"2026-11-18T06:56:13Z","begun":1,"by":"siti.kusuma","how":"completed"},"stempel":{"activation":10,"at":"2026-11-18T06:55:00Z","begun":1,"by":"siti.kusuma","how":"completed"},"surat":{"activation":8,"at":"2026-11-18T06:50:00Z","begun":1,"by":"alur","how":"recorded"},"tanda_tangan":{"activation":9,"at":"2026-11-18T06:54:19Z","begun":1,"by":"dewi.pertiwi","how":"completed"},"verifikasi":{"activation":3,"at":"2026-11-18T04:12:36Z","begun":1,"by":"agus.santoso","how":"completed","outcome":"sesuai"}},"workflow":"ce159ef6d752e80a7e56aa3def6fa12f35ae51cdcf03c6be1b41a05d4dd9809d"}' AS BLOB));
INSERT INTO "case" VALUES ('1m7say89g92z47mm','surat-keterangan-tidak-mampu',2,'ce159ef6d752e80a7e56aa3def6fa12f35ae51cdcf03c6be1b41a05d4dd9809d','kecamatan-sei-suka','Intan Hapsari','2026-11-19T07:22:06.000000Z','2026-11-20T00:30:00.000000Z',NULL,NULL,'external_body',8,X'6c572a79f1e98b909f609088f466368cf7344d892fe0470cf86285a72dd3d5dd',CAST('{"activations":3,"active":[{"cause":"return","id":3,"opened_at":"2026-11-19T07:28:22Z","pause":"applicant","step":"pengajuan","visit":2}],"applicant":{"contact":"sealed.1.1m7say89gnjst3rk.ARcUDmxRrnPekT7LIMH9QDjPJpT4HzucuBdc8NB-CbuUH73kgdcG5p332w","name":"sealed.1.1m7say89gnjst3rk.AcYq44HBNgw5hpygmViCUuxF73SDd7iNU0-gHPzafuQkegWSsyCxxCVvgqs"},"case":"1m7say89g92z47mm","data":{"form.alamat":"sealed.1.1m7say89gnjst3rk.AQbh1jJgydCHnVFPcLFEmOipHVt9Gj-k8DVyBGSYMivQG3fkcOK_e9g7f2laghBcBC9J15D3Fs3zAkp7OUPQpn_vXlB_11OF","form.keperluan":"kesehatan","form.nama":"sealed.1.1m7say89gnjst3rk.AQAGIjQiX5U6gnzMbWmOnma3P91wpGVGPaLJ--MLx9WVGHQu4F82qGsPVu9X1A","form.nik":"sealed.1.1m7say89gnjst3rk.AZtssmM0B3uXIiqnNzY0Sq61_2G5XvlAgpv5n9tLSD87VUydFpu9rL4rDDVjQjQ","form.tanggungan":11,"form.whatsapp":"sealed.1.1m7say89gnjst3rk.AXGFbr19z6dNj6TbTpMxaWrpXmYW6ksDICY014SeQPIb5lDaE0RXINDY-A"},"last_at":"2026-11-20T00:30:00Z","opened_at":"2026-11-19T07:22:06Z","pause":"external_body","requirements":["pengantar","kk"],"seq":8,"sop":"surat-keterangan-tidak-mampu","version":2,"visits":{"pengajuan":{"activation":1,"at":"2026-11-19T07:22:06Z","begun":2,"by":"wulan.lestari","how":"completed"},"periksa":{"activation":2,"at":"2026-11-19T07:28:22Z","begun":1,"by":"siti.kusuma","how":"returned","outcome":"belum_terdaftar"}},"workflow":"ce159ef6d752e80a7e56aa3def6fa12f35ae51cdcf03c6be1b41a05d4dd9809d"}' AS BLOB));
CREATE TABLE task (
	case_id TEXT NOT NULL, 
	activation INTEGER NOT NULL, 
	step TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	role TEXT, 
	unit TEXT NOT NULL, 
	sop TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	visit INTEGER NOT NULL, 
	cause TEXT NOT NULL, 
	status TEXT NOT NULL, 
	opened_at VARCHAR(27) NOT NULL, 
	automated BOOLEAN NOT NULL, 
	pause TEXT, 
	assignee TEXT, 
	owner TEXT, 
	held_since VARCHAR(27), 
	finished_at VARCHAR(27), 
	finished_by TEXT, 
	outcome TEXT, 
	incident TEXT NOT NULL, 
	CONSTRAINT task_pkey PRIMARY KEY (case_id, activation)
)
 WITHOUT ROWID

;
INSERT INTO "task" VALUES ('1m6dg4khgtdr23kp',1,'pengajuan',1,'pemohon','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-02T06:46:22.000000Z',0,NULL,NULL,NULL,NULL,'2026-11-02T06:46:22.000000Z','siti.kusuma',NULL,'');
INSERT INTO "task" VALUES ('1m6dg4khgtdr23kp',2,'periksa',2,'loket','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-02T06:46:22.000000Z',0,NULL,'siti.kusuma',NULL,'2026-11-02T06:50:14.000000Z','2026-11-02T06:53:13.000000Z','siti.kusuma','lengkap','');
INSERT INTO "task" VALUES ('1m6dg4khgtdr23kp',3,'verifikasi',3,'kasi','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-02T06:53:13.000000Z',0,NULL,'agus.santoso',NULL,'2026-11-02T06:56:31.000000Z','2026-11-02T07:02:21.000000Z','agus.santoso','sesuai','');
INSERT INTO "task" VALUES ('1m6dg4khgtdr23kp',4,'cetak',4,'loket','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-02T07:02:21.000000Z',0,NULL,'siti.kusuma',NULL,'2026-11-02T07:04:50.000000Z','2026-11-02T07:10:14.000000Z','siti.kusuma',NULL,'');
INSERT INTO "task" VALUES ('1m6dg4khgtdr23kp',5,'paraf_kasi',5,'kasi','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-02T07:10:14.000000Z',0,NULL,NULL,NULL,NULL,'2026-11-02T07:14:17.000000Z','agus.santoso','benar','');
INSERT INTO "task" VALUES ('1m6dg4khgtdr23kp',6,'paraf_sekcam',6,'sekcam','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-02T07:14:17.000000Z',0,NULL,'hendra.firmansyah',NULL,'2026-11-02T07:14:51.000000Z','2026-11-02T07:17:39.000000Z','hendra.firmansyah','benar','');
INSERT INTO "task" VALUES ('1m6dg4khgtdr23kp',7,'nomor',7,NULL,'kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','recorded','2026-11-02T07:17:39.000000Z',1,NULL,NULL,NULL,NULL,'2026-11-02T07:20:00.000000Z','alur',NULL,'');
INSERT INTO "task" VALUES ('1m6dg4khgtdr23kp',8,'surat',8,NULL,'kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','recorded','2026-11-02T07:20:00.000000Z',1,NULL,NULL,NULL,NULL,'2026-11-02T07:20:00.000000Z','alur',NULL,'');
INSERT INTO "task" VALUES ('1m6dg4khgtdr23kp',9,'tanda_tangan',9,'camat','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-02T07:20:00.000000Z',0,NULL,'dewi.pertiwi',NULL,'2026-11-02T07:22:08.000000Z','2026-11-02T07:24:36.000000Z','dewi.pertiwi',NULL,'');
INSERT INTO "task" VALUES ('1m6dg4khgtdr23kp',10,'stempel',10,'loket','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-02T07:24:36.000000Z',0,NULL,'siti.kusuma',NULL,'2026-11-02T07:24:52.000000Z','2026-11-02T07:25:21.000000Z','siti.kusuma',NULL,'');
INSERT INTO "task" VALUES ('1m6dg4khgtdr23kp',11,'serah',12,'loket','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-02T07:25:21.000000Z',0,NULL,'siti.kusuma',NULL,'2026-11-02T07:25:45.000000Z','2026-11-02T07:26:49.000000Z','siti.kusuma',NULL,'');
INSERT INTO "task" VALUES ('1m6dg4khgtdr23kp',12,'arsip',13,'arsip','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-02T07:26:49.000000Z',0,NULL,'rini.astuti',NULL,'2026-11-02T07:27:19.000000Z','2026-11-02T07:35:26.000000Z','rini.astuti',NULL,'');
INSERT INTO "task" VALUES ('1m742946g5672w4n',1,'pengajuan',1,'pemohon','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-11T01:06:42.000000Z',0,NULL,NULL,NULL,NULL,'2026-11-11T01:06:42.000000Z','siti.kusuma',NULL,'');
INSERT INTO "task" VALUES ('1m742946g5672w4n',2,'periksa',2,'loket','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-11T01:06:42.000000Z',0,NULL,'siti.kusuma',NULL,'2026-11-11T02:01:53.000000Z','2026-11-11T02:06:53.000000Z','siti.kusuma','lengkap','');
INSERT INTO "task" VALUES ('1m742946g5672w4n',3,'verifikasi',3,'kasi','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-11T02:06:53.000000Z',0,NULL,NULL,NULL,NULL,'2026-11-11T02:16:13.000000Z','agus.santoso','sesuai','');
INSERT INTO "task" VALUES ('1m742946g5672w4n',4,'cetak',4,'loket','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-11T02:16:13.000000Z',0,NULL,'siti.kusuma',NULL,'2026-11-11T02:17:56.000000Z','2026-11-11T02:23:27.000000Z','siti.kusuma',NULL,'');
INSERT INTO "task" VALUES ('1m742946g5672w4n',5,'paraf_kasi',5,'kasi','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-11T02:23:27.000000Z',0,NULL,'agus.santoso',NULL,'2026-11-11T02:24:28.000000Z','2026-11-11T02:24:44.000000Z','agus.santoso','benar','');
INSERT INTO "task" VALUES ('1m742946g5672w4n',6,'paraf_sekcam',6,'sekcam','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-11T02:24:44.000000Z',0,NULL,'hendra.firmansyah',NULL,'2026-11-11T02:24:57.000000Z','2026-11-11T02:31:51.000000Z','hendra.firmansyah','benar','');
INSERT INTO "task" VALUES ('1m742946g5672w4n',7,'nomor',7,NULL,'kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','recorded','2026-11-11T02:31:51.000000Z',1,NULL,NULL,NULL,NULL,'2026-11-11T02:35:00.000000Z','alur',NULL,'');
INSERT INTO "task" VALUES ('1m742946g5672w4n',8,'surat',8,NULL,'kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','recorded','2026-11-11T02:35:00.000000Z',1,NULL,NULL,NULL,NULL,'2026-11-11T02:35:00.000000Z','alur',NULL,'');
INSERT INTO "task" VALUES ('1m742946g5672w4n',9,'tanda_tangan',9,'camat','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-11T02:35:00.000000Z',0,NULL,'hendra.firmansyah',NULL,'2026-11-11T02:36:11.000000Z','2026-11-11T02:37:01.000000Z','hendra.firmansyah',NULL,'');
INSERT INTO "task" VALUES ('1m742946g5672w4n',10,'stempel',10,'loket','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-11T02:37:01.000000Z',0,NULL,'siti.kusuma',NULL,'2026-11-11T02:37:44.000000Z','2026-11-11T02:38:15.000000Z','siti.kusuma',NULL,'');
INSERT INTO "task" VALUES ('1m742946g5672w4n',11,'serah',12,'loket','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-11T02:38:15.000000Z',0,NULL,'siti.kusuma',NULL,'2026-11-11T02:38:24.000000Z','2026-11-11T02:39:42.000000Z','siti.kusuma',NULL,'');
INSERT INTO "task" VALUES ('1m742946g5672w4n',12,'arsip',13,'arsip','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-11T02:39:42.000000Z',0,NULL,'rini.astuti',NULL,'2026-11-11T02:40:17.000000Z','2026-11-11T02:40:39.000000Z','rini.astuti',NULL,'');
INSERT INTO "task" VALUES ('1m7pcvjg077emp8b',1,'pengajuan',1,'pemohon','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-18T03:57:52.000000Z',0,NULL,NULL,NULL,NULL,'2026-11-18T03:57:52.000000Z','joko.harahap',NULL,'');
INSERT INTO "task" VALUES ('1m7pcvjg077emp8b',2,'periksa',2,'loket','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-18T03:57:52.000000Z',0,NULL,'siti.kusuma',NULL,'2026-11-18T04:00:55.000000Z','2026-11-18T04:06:11.000000Z','siti.kusuma','lengkap','');
INSERT INTO "task" VALUES ('1m7pcvjg077emp8b',3,'verifikasi',3,'kasi','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-18T04:06:11.000000Z',0,NULL,'agus.santoso',NULL,'2026-11-18T04:08:12.000000Z','2026-11-18T04:12:36.000000Z','agus.santoso','sesuai','');
INSERT INTO "task" VALUES ('1m7pcvjg077emp8b',4,'cetak',4,'loket','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-18T04:12:36.000000Z',0,NULL,NULL,NULL,NULL,'2026-11-18T06:41:53.000000Z','siti.kusuma',NULL,'');
INSERT INTO "task" VALUES ('1m7pcvjg077emp8b',5,'paraf_kasi',5,'kasi','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-18T06:41:53.000000Z',0,NULL,'agus.santoso',NULL,'2026-11-18T06:43:44.000000Z','2026-11-18T06:46:23.000000Z','agus.santoso','benar','');
INSERT INTO "task" VALUES ('1m7pcvjg077emp8b',6,'paraf_sekcam',6,'sekcam','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-18T06:46:23.000000Z',0,NULL,'hendra.firmansyah',NULL,'2026-11-18T06:47:00.000000Z','2026-11-18T06:47:35.000000Z','hendra.firmansyah','benar','');
INSERT INTO "task" VALUES ('1m7pcvjg077emp8b',7,'nomor',7,NULL,'kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','recorded','2026-11-18T06:47:35.000000Z',1,NULL,NULL,NULL,NULL,'2026-11-18T06:50:00.000000Z','alur',NULL,'');
INSERT INTO "task" VALUES ('1m7pcvjg077emp8b',8,'surat',8,NULL,'kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','recorded','2026-11-18T06:50:00.000000Z',1,NULL,NULL,NULL,NULL,'2026-11-18T06:50:00.000000Z','alur',NULL,'');
INSERT INTO "task" VALUES ('1m7pcvjg077emp8b',9,'tanda_tangan',9,'camat','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-18T06:50:00.000000Z',0,NULL,NULL,NULL,NULL,'2026-11-18T06:54:19.000000Z','dewi.pertiwi',NULL,'');
INSERT INTO "task" VALUES ('1m7pcvjg077emp8b',10,'stempel',10,'loket','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-18T06:54:19.000000Z',0,NULL,NULL,NULL,NULL,'2026-11-18T06:55:00.000000Z','siti.kusuma',NULL,'');
INSERT INTO "task" VALUES ('1m7pcvjg077emp8b',11,'serah',12,'loket','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-18T06:55:00.000000Z',0,NULL,'siti.kusuma',NULL,'2026-11-18T06:55:25.000000Z','2026-11-18T06:56:13.000000Z','siti.kusuma',NULL,'');
INSERT INTO "task" VALUES ('1m7pcvjg077emp8b',12,'arsip',13,'arsip','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-18T06:56:13.000000Z',0,NULL,'rini.astuti',NULL,'2026-11-18T06:56:53.000000Z','2026-11-18T06:58:15.000000Z','rini.astuti',NULL,'');
INSERT INTO "task" VALUES ('1m7say89g92z47mm',1,'pengajuan',1,'pemohon','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','completed','2026-11-19T07:22:06.000000Z',0,NULL,NULL,NULL,NULL,'2026-11-19T07:22:06.000000Z','wulan.lestari',NULL,'');
INSERT INTO "task" VALUES ('1m7say89g92z47mm',2,'periksa',2,'loket','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,1,'forward','returned','2026-11-19T07:22:06.000000Z',0,NULL,'siti.kusuma',NULL,'2026-11-19T07:24:05.000000Z','2026-11-19T07:28:22.000000Z','siti.kusuma','belum_terdaftar','');
INSERT INTO "task" VALUES ('1m7say89g92z47mm',3,'pengajuan',1,'pemohon','kecamatan-sei-suka','surat-keterangan-tidak-mampu',2,2,'return','open','2026-11-19T07:28:22.000000Z',0,'applicant',NULL,NULL,NULL,NULL,NULL,NULL,'');
CREATE TABLE outbox (
	case_id TEXT NOT NULL, 
	activation INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	payload TEXT NOT NULL, 
	attempt INTEGER NOT NULL, 
	enqueued_at VARCHAR(27) NOT NULL, 
	available_at VARCHAR(27) NOT NULL, 
	owner TEXT, 
	CONSTRAINT outbox_pkey PRIMARY KEY (case_id, activation, kind)
);
CREATE TABLE command_receipt (
	"key" TEXT NOT NULL, 
	digest BLOB NOT NULL, 
	case_id TEXT NOT NULL, 
	first_seq INTEGER NOT NULL, 
	last_seq INTEGER NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	CONSTRAINT command_receipt_pkey PRIMARY KEY ("key")
)
 WITHOUT ROWID

;
CREATE TABLE register_number (
	register_id TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	year INTEGER NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT register_number_pkey PRIMARY KEY (register_id, unit, year)
)
 WITHOUT ROWID

;
INSERT INTO "register_number" VALUES ('surat-keterangan-tidak-mampu','kecamatan-sei-suka',2026,3);
CREATE TABLE calendar_version (
	id TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	published_at VARCHAR(27) NOT NULL, 
	published_by TEXT NOT NULL, 
	body BLOB NOT NULL, 
	CONSTRAINT calendar_version_pkey PRIMARY KEY (id, version)
);
INSERT INTO "calendar_version" VALUES ('kantor-wib',1,'f732a4a2a3ef09ecd0395700931e9b1b9af910629a1a11fe67c4f1f577c9bd83','Versi pertama','2026-10-29T23:30:00.000000Z','bagian.organisasi',CAST('{"holidays":[{"day":"2021-01-01","kind":"national","name":{"en":"New Year''s Day","id":"Tahun Baru Masehi"},"source":"Paket Python holidays 0.109"},{"day":"2021-02-12","kind":"national","name":{"en":"Lunar New Year","id":"Tahun Baru Imlek"},"source":"Paket Python holidays 0.109"},{"day":"2021-03-11","kind":"national","name":{"en":"Isra'' and Mi''raj","id":"Isra Mikraj Nabi Muhammad"},"source":"Paket Python holidays 0.109"},{"day":"2021-03-14","kind":"national","name":{"en":"Day of Silence","id":"Hari Suci Nyepi"},"source":"Paket Python holidays 0.109"},{"day":"2021-04-02","kind":"national","name":{"en":"Good Friday","id":"Wafat Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2021-05-01","kind":"national","name":{"en":"International Labor Day","id":"Hari Buruh Internasional"},"source":"Paket Python holidays 0.109"},{"day":"2021-05-12","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2021-05-13","kind":"national","name":{"en":"Ascension Day; Eid al-Fitr","id":"Hari Raya Idul Fitri; Kenaikan Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2021-05-14","kind":"national","name":{"en":"Eid al-Fitr Second Day","id":"Hari kedua dari Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2021-05-26","kind":"national","name":{"en":"Vesak Day","id":"Hari Raya Waisak"},"source":"Paket Python holidays 0.109"},{"day":"2021-06-01","kind":"national","name":{"en":"Pancasila Day","id":"Hari Lahir Pancasila"},"source":"Paket Python holidays 0.109"},{"day":"2021-07-20","kind":"national","name":{"en":"Eid al-Adha","id":"Hari Raya Idul Adha"},"source":"Paket Python holidays 0.109"},{"day":"2021-08-11","kind":"national","name":{"en":"Islamic New Year","id":"Tahun Baru Islam"},"source":"Paket Python holidays 0.109"},{"day":"2021-08-17","kind":"national","name":{"en":"Independence Day","id":"Hari Kemerdekaan Republik Indonesia"},"source":"Paket Python holidays 0.109"},{"day":"2021-10-20","kind":"national","name":{"en":"Prophet''s Birthday","id":"Maulid Nabi Muhammad"},"source":"Paket Python holidays 0.109"},{"day":"2021-12-25","kind":"national","name":{"en":"Christmas Day","id":"Hari Raya Natal"},"source":"Paket Python holidays 0.109"},{"day":"2022-01-01","kind":"national","name":{"en":"New Year''s Day","id":"Tahun Baru Masehi"},"source":"Paket Python holidays 0.109"},{"day":"2022-02-01","kind":"national","name":{"en":"Lunar New Year","id":"Tahun Baru Imlek"},"source":"Paket Python holidays 0.109"},{"day":"2022-02-28","kind":"national","name":{"en":"Isra'' and Mi''raj","id":"Isra Mikraj Nabi Muhammad"},"source":"Paket Python holidays 0.109"},{"day":"2022-03-03","kind":"national","name":{"en":"Day of Silence","id":"Hari Suci Nyepi"},"source":"Paket Python holidays 0.109"},{"day":"2022-04-15","kind":"national","name":{"en":"Good Friday","id":"Wafat Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2022-04-29","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2022-05-01","kind":"national","name":{"en":"International Labor Day","id":"Hari Buruh Internasional"},"source":"Paket Python holidays 0.109"},{"day":"2022-05-02","kind":"national","name":{"en":"Eid al-Fitr","id":"Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2022-05-03","kind":"national","name":{"en":"Eid al-Fitr Second Day","id":"Hari kedua dari Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2022-05-04","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2022-05-05","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2022-05-06","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2022-05-16","kind":"national","name":{"en":"Vesak Day","id":"Hari Raya Waisak"},"source":"Paket Python holidays 0.109"},{"day":"2022-05-26","kind":"national","name":{"en":"Ascension Day","id":"Kenaikan Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2022-06-01","kind":"national","name":{"en":"Pancasila Day","id":"Hari Lahir Pancasila"},"source":"Paket Python holidays 0.109"},{"day":"2022-07-10","kind":"national","name":{"en":"Eid al-Adha","id":"Hari Raya Idul Adha"},"source":"Paket Python holidays 0.109"},{"day":"2022-07-30","kind":"national","name":{"en":"Islamic New Year","id":"Tahun Baru Islam"},"source":"Paket Python holidays 0.109"},{"day":"2022-08-17","kind":"national","name":{"en":"Independence Day","id":"Hari Kemerdekaan Republik Indonesia"},"source":"Paket Python holidays 0.109"},{"day":"2022-10-08","kind":"national","name":{"en":"Prophet''s Birthday","id":"Maulid Nabi Muhammad"},"source":"Paket Python holidays 0.109"},{"day":"2022-12-25","kind":"national","name":{"en":"Christmas Day","id":"Hari Raya Natal"},"source":"Paket Python holidays 0.109"},{"day":"2023-01-01","kind":"national","name":{"en":"New Year''s Day","id":"Tahun Baru Masehi"},"source":"Paket Python holidays 0.109"},{"day":"2023-01-22","kind":"national","name":{"en":"Lunar New Year","id":"Tahun Baru Imlek"},"source":"Paket Python holidays 0.109"},{"day":"2023-01-23","kind":"cuti_bersama","name":{"en":"Lunar New Year Joint Holiday","id":"Cuti Bersama Tahun Baru Imlek"},"source":"Paket Python holidays 0.109"},{"day":"2023-02-18","kind":"national","name":{"en":"Isra'' and Mi''raj","id":"Isra Mikraj Nabi Muhammad"},"source":"Paket Python holidays 0.109"},{"day":"2023-03-22","kind":"national","name":{"en":"Day of Silence","id":"Hari Suci Nyepi"},"source":"Paket Python holidays 0.109"},{"day":"2023-03-23","kind":"cuti_bersama","name":{"en":"Day of Silence Joint Holiday","id":"Cuti Bersama Hari Suci Nyepi"},"source":"Paket Python holidays 0.109"},{"day":"2023-04-07","kind":"national","name":{"en":"Good Friday","id":"Wafat Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2023-04-19","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2023-04-20","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2023-04-21","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2023-04-22","kind":"national","name":{"en":"Eid al-Fitr","id":"Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2023-04-23","kind":"national","name":{"en":"Eid al-Fitr Second Day","id":"Hari kedua dari Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2023-04-24","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2023-04-25","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2023-05-01","kind":"national","name":{"en":"International Labor Day","id":"Hari Buruh Internasional"},"source":"Paket Python holidays 0.109"},{"day":"2023-05-18","kind":"national","name":{"en":"Ascension Day","id":"Kenaikan Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2023-06-01","kind":"national","name":{"en":"Pancasila Day","id":"Hari Lahir Pancasila"},"source":"Paket Python holidays 0.109"},{"day":"2023-06-02","kind":"cuti_bersama","name":{"en":"Vesak Joint Holiday","id":"Cuti Bersama Hari Raya Waisak"},"source":"Paket Python holidays 0.109"},{"day":"2023-06-04","kind":"national","name":{"en":"Vesak Day","id":"Hari Raya Waisak"},"source":"Paket Python holidays 0.109"},{"day":"2023-06-28","kind":"cuti_bersama","name":{"en":"Eid al-Adha Joint Holiday","id":"Cuti Bersama Hari Raya Idul Adha"},"source":"Paket Python holidays 0.109"},{"day":"2023-06-29","kind":"national","name":{"en":"Eid al-Adha","id":"Hari Raya Idul Adha"},"source":"Paket Python holidays 0.109"},{"day":"2023-06-30","kind":"cuti_bersama","name":{"en":"Eid al-Adha Joint Holiday","id":"Cuti Bersama Hari Raya Idul Adha"},"source":"Paket Python holidays 0.109"},{"day":"2023-07-19","kind":"national","name":{"en":"Islamic New Year","id":"Tahun Baru Islam"},"source":"Paket Python holidays 0.109"},{"day":"2023-08-17","kind":"national","name":{"en":"Independence Day","id":"Hari Kemerdekaan Republik Indonesia"},"source":"Paket Python holidays 0.109"},{"day":"2023-09-28","kind":"national","name":{"en":"Prophet''s Birthday","id":"Maulid Nabi Muhammad"},"source":"Paket Python holidays 0.109"},{"day":"2023-12-25","kind":"national","name":{"en":"Christmas Day","id":"Hari Raya Natal"},"source":"Paket Python holidays 0.109"},{"day":"2023-12-26","kind":"cuti_bersama","name":{"en":"Christmas Joint Holiday","id":"Cuti Bersama Hari Raya Natal"},"source":"Paket Python holidays 0.109"},{"day":"2024-01-01","kind":"national","name":{"en":"New Year''s Day","id":"Tahun Baru Masehi"},"source":"Paket Python holidays 0.109"},{"day":"2024-02-08","kind":"national","name":{"en":"Isra'' and Mi''raj","id":"Isra Mikraj Nabi Muhammad"},"source":"Paket Python holidays 0.109"},{"day":"2024-02-09","kind":"cuti_bersama","name":{"en":"Lunar New Year Joint Holiday","id":"Cuti Bersama Tahun Baru Imlek"},"source":"Paket Python holidays 0.109"},{"day":"2024-02-10","kind":"national","name":{"en":"Lunar New Year","id":"Tahun Baru Imlek"},"source":"Paket Python holidays 0.109"},{"day":"2024-02-14","kind":"national","name":{"en":"General Election Day","id":"Hari Pemilihan Umum"},"source":"Paket Python holidays 0.109"},{"day":"2024-03-11","kind":"national","name":{"en":"Day of Silence","id":"Hari Suci Nyepi"},"source":"Paket Python holidays 0.109"},{"day":"2024-03-12","kind":"cuti_bersama","name":{"en":"Day of Silence Joint Holiday","id":"Cuti Bersama Hari Suci Nyepi"},"source":"Paket Python holidays 0.109"},{"day":"2024-03-29","kind":"national","name":{"en":"Good Friday","id":"Wafat Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2024-03-31","kind":"national","name":{"en":"Easter Sunday","id":"Kebangkitan Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2024-04-08","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2024-04-09","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2024-04-10","kind":"national","name":{"en":"Eid al-Fitr","id":"Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2024-04-11","kind":"national","name":{"en":"Eid al-Fitr Second Day","id":"Hari kedua dari Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2024-04-12","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2024-04-15","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2024-05-01","kind":"national","name":{"en":"International Labor Day","id":"Hari Buruh Internasional"},"source":"Paket Python holidays 0.109"},{"day":"2024-05-09","kind":"national","name":{"en":"Ascension Day","id":"Kenaikan Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2024-05-10","kind":"cuti_bersama","name":{"en":"Ascension Joint Holiday","id":"Cuti Bersama Kenaikan Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2024-05-23","kind":"national","name":{"en":"Vesak Day","id":"Hari Raya Waisak"},"source":"Paket Python holidays 0.109"},{"day":"2024-05-24","kind":"cuti_bersama","name":{"en":"Vesak Joint Holiday","id":"Cuti Bersama Hari Raya Waisak"},"source":"Paket Python holidays 0.109"},{"day":"2024-06-01","kind":"national","name":{"en":"Pancasila Day","id":"Hari Lahir Pancasila"},"source":"Paket Python holidays 0.109"},{"day":"2024-06-17","kind":"national","name":{"en":"Eid al-Adha","id":"Hari Raya Idul Adha"},"source":"Paket Python holidays 0.109"},{"day":"2024-06-18","kind":"cuti_bersama","name":{"en":"Eid al-Adha Joint Holiday","id":"Cuti Bersama Hari Raya Idul Adha"},"source":"Paket Python holidays 0.109"},{"day":"2024-07-07","kind":"national","name":{"en":"Islamic New Year","id":"Tahun Baru Islam"},"source":"Paket Python holidays 0.109"},{"day":"2024-08-17","kind":"national","name":{"en":"Independence Day","id":"Hari Kemerdekaan Republik Indonesia"},"source":"Paket Python holidays 0.109"},{"day":"2024-09-16","kind":"national","name":{"en":"Prophet''s Birthday","id":"Maulid Nabi Muhammad"},"source":"Paket Python holidays 0.109"},{"day":"2024-11-27","kind":"national","name":{"en":"Local Election Day","id":"Hari Pemilihan Kepala Daerah"},"source":"Paket Python holidays 0.109"},{"day":"2024-12-25","kind":"national","name":{"en":"Christmas Day","id":"Hari Raya Natal"},"source":"Paket Python holidays 0.109"},{"day":"2024-12-26","kind":"cuti_bersama","name":{"en":"Christmas Joint Holiday","id":"Cuti Bersama Hari Raya Natal"},"source":"Paket Python holidays 0.109"},{"day":"2025-01-01","kind":"national","name":{"en":"New Year''s Day","id":"Tahun Baru Masehi"},"source":"Paket Python holidays 0.109"},{"day":"2025-01-27","kind":"national","name":{"en":"Isra'' and Mi''raj","id":"Isra Mikraj Nabi Muhammad"},"source":"Paket Python holidays 0.109"},{"day":"2025-01-28","kind":"cuti_bersama","name":{"en":"Lunar New Year Joint Holiday","id":"Cuti Bersama Tahun Baru Imlek"},"source":"Paket Python holidays 0.109"},{"day":"2025-01-29","kind":"national","name":{"en":"Lunar New Year","id":"Tahun Baru Imlek"},"source":"Paket Python holidays 0.109"},{"day":"2025-03-28","kind":"cuti_bersama","name":{"en":"Day of Silence Joint Holiday","id":"Cuti Bersama Hari Suci Nyepi"},"source":"Paket Python holidays 0.109"},{"day":"2025-03-29","kind":"national","name":{"en":"Day of Silence","id":"Hari Suci Nyepi"},"source":"Paket Python holidays 0.109"},{"day":"2025-03-31","kind":"national","name":{"en":"Eid al-Fitr","id":"Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2025-04-01","kind":"national","name":{"en":"Eid al-Fitr Second Day","id":"Hari kedua dari Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2025-04-02","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2025-04-03","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2025-04-04","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2025-04-07","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2025-04-18","kind":"national","name":{"en":"Good Friday","id":"Wafat Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2025-04-20","kind":"national","name":{"en":"Easter Sunday","id":"Kebangkitan Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2025-05-01","kind":"national","name":{"en":"International Labor Day","id":"Hari Buruh Internasional"},"source":"Paket Python holidays 0.109"},{"day":"2025-05-12","kind":"national","name":{"en":"Vesak Day","id":"Hari Raya Waisak"},"source":"Paket Python holidays 0.109"},{"day":"2025-05-13","kind":"cuti_bersama","name":{"en":"Vesak Joint Holiday","id":"Cuti Bersama Hari Raya Waisak"},"source":"Paket Python holidays 0.109"},{"day":"2025-05-29","kind":"national","name":{"en":"Ascension Day","id":"Kenaikan Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2025-05-30","kind":"cuti_bersama","name":{"en":"Ascension Joint Holiday","id":"Cuti Bersama Kenaikan Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2025-06-01","kind":"national","name":{"en":"Pancasila Day","id":"Hari Lahir Pancasila"},"source":"Paket Python holidays 0.109"},{"day":"2025-06-06","kind":"national","name":{"en":"Eid al-Adha","id":"Hari Raya Idul Adha"},"source":"Paket Python holidays 0.109"},{"day":"2025-06-09","kind":"cuti_bersama","name":{"en":"Eid al-Adha Joint Holiday","id":"Cuti Bersama Hari Raya Idul Adha"},"source":"Paket Python holidays 0.109"},{"day":"2025-06-27","kind":"national","name":{"en":"Islamic New Year","id":"Tahun Baru Islam"},"source":"Paket Python holidays 0.109"},{"day":"2025-08-17","kind":"national","name":{"en":"Independence Day","id":"Hari Kemerdekaan Republik Indonesia"},"source":"Paket Python holidays 0.109"},{"day":"2025-08-18","kind":"cuti_bersama","name":{"en":"Independence Day Joint Holiday","id":"Cuti Bersama Hari Kemerdekaan Republik Indonesia"},"source":"Paket Python holidays 0.109"},{"day":"2025-09-05","kind":"national","name":{"en":"Prophet''s Birthday","id":"Maulid Nabi Muhammad"},"source":"Paket Python holidays 0.109"},{"day":"2025-12-25","kind":"national","name":{"en":"Christmas Day","id":"Hari Raya Natal"},"source":"Paket Python holidays 0.109"},{"day":"2025-12-26","kind":"cuti_bersama","name":{"en":"Christmas Joint Holiday","id":"Cuti Bersama Hari Raya Natal"},"source":"Paket Python holidays 0.109"},{"day":"2026-01-01","kind":"national","name":{"en":"New Year''s Day","id":"Tahun Baru Masehi"},"source":"Paket Python holidays 0.109"},{"day":"2026-01-16","kind":"national","name":{"en":"Isra'' and Mi''raj","id":"Isra Mikraj Nabi Muhammad"},"source":"Paket Python holidays 0.109"},{"day":"2026-02-16","kind":"cuti_bersama","name":{"en":"Lunar New Year Joint Holiday","id":"Cuti Bersama Tahun Baru Imlek"},"source":"Paket Python holidays 0.109"},{"day":"2026-02-17","kind":"national","name":{"en":"Lunar New Year","id":"Tahun Baru Imlek"},"source":"Paket Python holidays 0.109"},{"day":"2026-03-18","kind":"cuti_bersama","name":{"en":"Day of Silence Joint Holiday","id":"Cuti Bersama Hari Suci Nyepi"},"source":"Paket Python holidays 0.109"},{"day":"2026-03-19","kind":"national","name":{"en":"Day of Silence","id":"Hari Suci Nyepi"},"source":"Paket Python holidays 0.109"},{"day":"2026-03-20","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2026-03-21","kind":"national","name":{"en":"Eid al-Fitr","id":"Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2026-03-22","kind":"national","name":{"en":"Eid al-Fitr Second Day","id":"Hari kedua dari Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2026-03-23","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2026-03-24","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2026-04-03","kind":"national","name":{"en":"Good Friday","id":"Wafat Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2026-04-05","kind":"national","name":{"en":"Easter Sunday","id":"Kebangkitan Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2026-05-01","kind":"national","name":{"en":"International Labor Day","id":"Hari Buruh Internasional"},"source":"Paket Python holidays 0.109"},{"day":"2026-05-14","kind":"national","name":{"en":"Ascension Day","id":"Kenaikan Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2026-05-15","kind":"cuti_bersama","name":{"en":"Ascension Joint Holiday","id":"Cuti Bersama Kenaikan Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2026-05-27","kind":"national","name":{"en":"Eid al-Adha","id":"Hari Raya Idul Adha"},"source":"Paket Python holidays 0.109"},{"day":"2026-05-28","kind":"cuti_bersama","name":{"en":"Eid al-Adha Joint Holiday","id":"Cuti Bersama Hari Raya Idul Adha"},"source":"Paket Python holidays 0.109"},{"day":"2026-05-31","kind":"national","name":{"en":"Vesak Day","id":"Hari Raya Waisak"},"source":"Paket Python holidays 0.109"},{"day":"2026-06-01","kind":"national","name":{"en":"Pancasila Day","id":"Hari Lahir Pancasila"},"source":"Paket Python holidays 0.109"},{"day":"2026-06-16","kind":"national","name":{"en":"Islamic New Year","id":"Tahun Baru Islam"},"source":"Paket Python holidays 0.109"},{"day":"2026-08-17","kind":"national","name":{"en":"Independence Day","id":"Hari Kemerdekaan Republik Indonesia"},"source":"Paket Python holidays 0.109"},{"day":"2026-08-25","kind":"national","name":{"en":"Prophet''s Birthday","id":"Maulid Nabi Muhammad"},"source":"Paket Python holidays 0.109"},{"day":"2026-12-24","kind":"cuti_bersama","name":{"en":"Christmas Joint Holiday","id":"Cuti Bersama Hari Raya Natal"},"source":"Paket Python holidays 0.109"},{"day":"2026-12-25","kind":"national","name":{"en":"Christmas Day","id":"Hari Raya Natal"},"source":"Paket Python holidays 0.109"},{"day":"2027-01-01","kind":"national","name":{"en":"New Year''s Day","id":"Tahun Baru Masehi"},"source":"Paket Python holidays 0.109"},{"day":"2027-01-05","kind":"national","name":{"en":"Isra'' and Mi''raj","id":"Isra Mikraj Nabi Muhammad"},"source":"Paket Python holidays 0.109"},{"day":"2027-02-05","kind":"cuti_bersama","name":{"en":"Lunar New Year Joint Holiday","id":"Cuti Bersama Tahun Baru Imlek"},"source":"Paket Python holidays 0.109"},{"day":"2027-02-06","kind":"national","name":{"en":"Lunar New Year","id":"Tahun Baru Imlek"},"source":"Paket Python holidays 0.109"},{"day":"2027-03-08","kind":"national","name":{"en":"Day of Silence","id":"Hari Suci Nyepi"},"source":"Paket Python holidays 0.109"},{"day":"2027-03-09","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2027-03-10","kind":"national","name":{"en":"Eid al-Fitr","id":"Hari Raya Idul Fitri"},"provisional":true,"source":"Paket Python holidays 0.109"},{"day":"2027-03-11","kind":"national","name":{"en":"Eid al-Fitr Second Day","id":"Hari kedua dari Hari Raya Idul Fitri"},"provisional":true,"source":"Paket Python holidays 0.109"},{"day":"2027-03-12","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2027-03-15","kind":"cuti_bersama","name":{"en":"Eid al-Fitr Joint Holiday","id":"Cuti Bersama Hari Raya Idul Fitri"},"source":"Paket Python holidays 0.109"},{"day":"2027-03-25","kind":"cuti_bersama","name":{"en":"Good Friday Joint Holiday","id":"Cuti Bersama Wafat Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2027-03-26","kind":"national","name":{"en":"Good Friday","id":"Wafat Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2027-03-28","kind":"national","name":{"en":"Easter Sunday","id":"Kebangkitan Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2027-05-01","kind":"national","name":{"en":"International Labor Day","id":"Hari Buruh Internasional"},"source":"Paket Python holidays 0.109"},{"day":"2027-05-06","kind":"national","name":{"en":"Ascension Day","id":"Kenaikan Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2027-05-17","kind":"national","name":{"en":"Eid al-Adha","id":"Hari Raya Idul Adha"},"provisional":true,"source":"Paket Python holidays 0.109"},{"day":"2027-05-18","kind":"cuti_bersama","name":{"en":"Eid al-Adha Joint Holiday","id":"Cuti Bersama Hari Raya Idul Adha"},"source":"Paket Python holidays 0.109"},{"day":"2027-05-19","kind":"cuti_bersama","name":{"en":"Vesak Joint Holiday","id":"Cuti Bersama Hari Raya Waisak"},"source":"Paket Python holidays 0.109"},{"day":"2027-05-20","kind":"national","name":{"en":"Vesak Day","id":"Hari Raya Waisak"},"source":"Paket Python holidays 0.109"},{"day":"2027-06-01","kind":"national","name":{"en":"Pancasila Day","id":"Hari Lahir Pancasila"},"source":"Paket Python holidays 0.109"},{"day":"2027-06-06","kind":"national","name":{"en":"Islamic New Year","id":"Tahun Baru Islam"},"source":"Paket Python holidays 0.109"},{"day":"2027-08-15","kind":"national","name":{"en":"Prophet''s Birthday","id":"Maulid Nabi Muhammad"},"source":"Paket Python holidays 0.109"},{"day":"2027-08-17","kind":"national","name":{"en":"Independence Day","id":"Hari Kemerdekaan Republik Indonesia"},"source":"Paket Python holidays 0.109"},{"day":"2027-12-24","kind":"cuti_bersama","name":{"en":"Christmas Joint Holiday","id":"Cuti Bersama Hari Raya Natal"},"source":"Paket Python holidays 0.109"},{"day":"2027-12-25","kind":"national","name":{"en":"Christmas Day","id":"Hari Raya Natal"},"source":"Paket Python holidays 0.109"},{"day":"2027-12-26","kind":"national","name":{"en":"Isra'' and Mi''raj","id":"Isra Mikraj Nabi Muhammad"},"source":"Paket Python holidays 0.109"},{"day":"2028-01-01","kind":"national","name":{"en":"New Year''s Day","id":"Tahun Baru Masehi"},"source":"Paket Python holidays 0.109"},{"day":"2028-01-26","kind":"national","name":{"en":"Lunar New Year","id":"Tahun Baru Imlek"},"provisional":true,"source":"Paket Python holidays 0.109"},{"day":"2028-02-27","kind":"national","name":{"en":"Eid al-Fitr","id":"Hari Raya Idul Fitri"},"provisional":true,"source":"Paket Python holidays 0.109"},{"day":"2028-02-28","kind":"national","name":{"en":"Eid al-Fitr Second Day","id":"Hari kedua dari Hari Raya Idul Fitri"},"provisional":true,"source":"Paket Python holidays 0.109"},{"day":"2028-03-26","kind":"national","name":{"en":"Day of Silence","id":"Hari Suci Nyepi"},"source":"Paket Python holidays 0.109"},{"day":"2028-04-14","kind":"national","name":{"en":"Good Friday","id":"Wafat Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2028-04-16","kind":"national","name":{"en":"Easter Sunday","id":"Kebangkitan Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2028-05-01","kind":"national","name":{"en":"International Labor Day","id":"Hari Buruh Internasional"},"source":"Paket Python holidays 0.109"},{"day":"2028-05-05","kind":"national","name":{"en":"Eid al-Adha","id":"Hari Raya Idul Adha"},"provisional":true,"source":"Paket Python holidays 0.109"},{"day":"2028-05-09","kind":"national","name":{"en":"Vesak Day","id":"Hari Raya Waisak"},"provisional":true,"source":"Paket Python holidays 0.109"},{"day":"2028-05-25","kind":"national","name":{"en":"Ascension Day","id":"Kenaikan Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2028-05-26","kind":"national","name":{"en":"Islamic New Year","id":"Tahun Baru Islam"},"provisional":true,"source":"Paket Python holidays 0.109"},{"day":"2028-06-01","kind":"national","name":{"en":"Pancasila Day","id":"Hari Lahir Pancasila"},"source":"Paket Python holidays 0.109"},{"day":"2028-08-04","kind":"national","name":{"en":"Prophet''s Birthday","id":"Maulid Nabi Muhammad"},"provisional":true,"source":"Paket Python holidays 0.109"},{"day":"2028-08-17","kind":"national","name":{"en":"Independence Day","id":"Hari Kemerdekaan Republik Indonesia"},"source":"Paket Python holidays 0.109"},{"day":"2028-12-14","kind":"national","name":{"en":"Isra'' and Mi''raj","id":"Isra Mikraj Nabi Muhammad"},"provisional":true,"source":"Paket Python holidays 0.109"},{"day":"2028-12-25","kind":"national","name":{"en":"Christmas Day","id":"Hari Raya Natal"},"source":"Paket Python holidays 0.109"},{"day":"2029-01-01","kind":"national","name":{"en":"New Year''s Day","id":"Tahun Baru Masehi"},"source":"Paket Python holidays 0.109"},{"day":"2029-02-13","kind":"national","name":{"en":"Lunar New Year","id":"Tahun Baru Imlek"},"provisional":true,"source":"Paket Python holidays 0.109"},{"day":"2029-02-15","kind":"national","name":{"en":"Eid al-Fitr","id":"Hari Raya Idul Fitri"},"provisional":true,"source":"Paket Python holidays 0.109"},{"day":"2029-02-16","kind":"national","name":{"en":"Eid al-Fitr Second Day","id":"Hari kedua dari Hari Raya Idul Fitri"},"provisional":true,"source":"Paket Python holidays 0.109"},{"day":"2029-03-15","kind":"national","name":{"en":"Day of Silence","id":"Hari Suci Nyepi"},"source":"Paket Python holidays 0.109"},{"day":"2029-03-30","kind":"national","name":{"en":"Good Friday","id":"Wafat Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2029-04-01","kind":"national","name":{"en":"Easter Sunday","id":"Kebangkitan Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2029-04-25","kind":"national","name":{"en":"Eid al-Adha","id":"Hari Raya Idul Adha"},"provisional":true,"source":"Paket Python holidays 0.109"},{"day":"2029-05-01","kind":"national","name":{"en":"International Labor Day","id":"Hari Buruh Internasional"},"source":"Paket Python holidays 0.109"},{"day":"2029-05-10","kind":"national","name":{"en":"Ascension Day","id":"Kenaikan Yesus Kristus"},"source":"Paket Python holidays 0.109"},{"day":"2029-05-15","kind":"national","name":{"en":"Islamic New Year","id":"Tahun Baru Islam"},"provisional":true,"source":"Paket Python holidays 0.109"},{"day":"2029-05-27","kind":"national","name":{"en":"Vesak Day","id":"Hari Raya Waisak"},"provisional":true,"source":"Paket Python holidays 0.109"},{"day":"2029-06-01","kind":"national","name":{"en":"Pancasila Day","id":"Hari Lahir Pancasila"},"source":"Paket Python holidays 0.109"},{"day":"2029-07-24","kind":"national","name":{"en":"Prophet''s Birthday","id":"Maulid Nabi Muhammad"},"provisional":true,"source":"Paket Python holidays 0.109"},{"day":"2029-08-17","kind":"national","name":{"en":"Independence Day","id":"Hari Kemerdekaan Republik Indonesia"},"source":"Paket Python holidays 0.109"},{"day":"2029-12-04","kind":"national","name":{"en":"Isra'' and Mi''raj","id":"Isra Mikraj Nabi Muhammad"},"provisional":true,"source":"Paket Python holidays 0.109"},{"day":"2029-12-25","kind":"national","name":{"en":"Christmas Day","id":"Hari Raya Natal"},"source":"Paket Python holidays 0.109"}],"id":"kantor-wib","seasons":[{"hours":{"friday":[{"begins":"07:30:00","ends":"11:30:00"},{"begins":"13:00:00","ends":"16:30:00"}],"monday":[{"begins":"07:30:00","ends":"12:00:00"},{"begins":"13:00:00","ends":"16:00:00"}],"thursday":[{"begins":"07:30:00","ends":"12:00:00"},{"begins":"13:00:00","ends":"16:00:00"}],"tuesday":[{"begins":"07:30:00","ends":"12:00:00"},{"begins":"13:00:00","ends":"16:00:00"}],"wednesday":[{"begins":"07:30:00","ends":"12:00:00"},{"begins":"13:00:00","ends":"16:00:00"}]},"name":{"en":"Office hours","id":"Jam kerja kantor"},"source":"Perpres 21/2023"},{"first":"2026-02-19","hours":{"friday":[{"begins":"08:00:00","ends":"11:30:00"},{"begins":"12:30:00","ends":"15:30:00"}],"monday":[{"begins":"08:00:00","ends":"12:00:00"},{"begins":"12:30:00","ends":"15:00:00"}],"thursday":[{"begins":"08:00:00","ends":"12:00:00"},{"begins":"12:30:00","ends":"15:00:00"}],"tuesday":[{"begins":"08:00:00","ends":"12:00:00"},{"begins":"12:30:00","ends":"15:00:00"}],"wednesday":[{"begins":"08:00:00","ends":"12:00:00"},{"begins":"12:30:00","ends":"15:00:00"}]},"last":"2026-03-20","name":{"en":"Ramadan 1447 AH","id":"Ramadan 1447 H"},"source":"Perpres 21/2023; Sidang isbat 17 Februari 2026 (awal); SKB 3 Menteri Nomor 1497/2025, 2/2025, 5/2025 (Idulfitri 21 Maret 2026)"},{"first":"2027-02-08","hours":{"friday":[{"begins":"08:00:00","ends":"11:30:00"},{"begins":"12:30:00","ends":"15:30:00"}],"monday":[{"begins":"08:00:00","ends":"12:00:00"},{"begins":"12:30:00","ends":"15:00:00"}],"thursday":[{"begins":"08:00:00","ends":"12:00:00"},{"begins":"12:30:00","ends":"15:00:00"}],"tuesday":[{"begins":"08:00:00","ends":"12:00:00"},{"begins":"12:30:00","ends":"15:00:00"}],"wednesday":[{"begins":"08:00:00","ends":"12:00:00"},{"begins":"12:30:00","ends":"15:00:00"}]},"last":"2027-03-09","name":{"en":"Ramadan 1448 AH","id":"Ramadan 1448 H"},"provisional":true,"source":"Perpres 21/2023; Perkiraan menurut kriteria MABIMS; ditetapkan sidang isbat"}],"version":1,"zone":"Asia/Jakarta"}' AS BLOB));
CREATE TABLE calendar_move (
	calendar TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	case_id TEXT NOT NULL, 
	clock TEXT NOT NULL, 
	activation INTEGER NOT NULL, 
	step TEXT, 
	due_before VARCHAR(27), 
	due_after VARCHAR(27), 
	CONSTRAINT calendar_move_pkey PRIMARY KEY (calendar, version, case_id, clock, activation)
)
 WITHOUT ROWID

;
CREATE TABLE timer (
	case_id TEXT NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	CONSTRAINT timer_pkey PRIMARY KEY (case_id)
)
 WITHOUT ROWID

;
INSERT INTO "timer" VALUES ('1m7say89g92z47mm','2026-12-09T09:00:01.000000Z');
CREATE TABLE deviation (
	case_id TEXT NOT NULL, 
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	sop TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	unit TEXT NOT NULL, 
	step TEXT, 
	number INTEGER, 
	role TEXT, 
	at VARCHAR(27) NOT NULL, 
	recorded_at VARCHAR(27) NOT NULL, 
	status TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	owner TEXT, 
	due TEXT, 
	decided_at VARCHAR(27), 
	decided_by TEXT, 
	body BLOB NOT NULL, 
	CONSTRAINT deviation_pkey PRIMARY KEY (case_id, id)
)
 WITHOUT ROWID

;
INSERT INTO "deviation" VALUES ('1m6dg4khgtdr23kp','late_step:12','late_step','surat-keterangan-tidak-mampu',2,'kecamatan-sei-suka','arsip',13,'arsip','2026-11-02T07:29:50.000000Z','2026-11-02T07:31:22.000000Z','corrective','Petugas perlu mengambil tugas begitu masuk, bukan di akhir hari.','joko.harahap','2026-11-22','2026-11-04T01:31:22.000000Z','agus.santoso',CAST('{"at":"2026-11-02T07:29:50Z","case":"1m6dg4khgtdr23kp","clause":{"role":"arsip","row":13,"says":{"en":"File the copy and the application","id":"Mengarsipkan salinan surat dan berkas"}},"due":"2026-11-02T07:29:49Z","kind":"late_step","persons":["rini.astuti"],"standard":{"amount":3,"unit":"minute"},"step":"arsip","visits":1}' AS BLOB));
INSERT INTO "deviation" VALUES ('1m742946g5672w4n','late_step:10','late_step','surat-keterangan-tidak-mampu',2,'kecamatan-sei-suka','stempel',10,'loket','2026-11-11T02:38:02.000000Z','2026-11-11T02:45:00.000000Z','open','',NULL,NULL,NULL,NULL,CAST('{"at":"2026-11-11T02:38:02Z","case":"1m742946g5672w4n","clause":{"role":"loket","row":10,"says":{"en":"Put the stamp on the certificate","id":"Membubuhkan stempel pada surat"}},"due":"2026-11-11T02:38:01Z","kind":"late_step","measured":"PT74S","persons":["siti.kusuma"],"standard":{"amount":1,"unit":"minute"},"step":"stempel","visits":1}' AS BLOB));
INSERT INTO "deviation" VALUES ('1m742946g5672w4n','late_step:2','late_step','surat-keterangan-tidak-mampu',2,'kecamatan-sei-suka','periksa',2,'loket','2026-11-11T01:16:43.000000Z','2026-11-11T01:30:00.000000Z','accepted','Permohonan menumpuk sesudah libur; diselesaikan hari itu juga.',NULL,NULL,'2026-11-12T00:30:00.000000Z','agus.santoso',CAST('{"at":"2026-11-11T01:16:43Z","case":"1m742946g5672w4n","clause":{"role":"loket","row":2,"says":{"en":"Check the file and the applicant''s social welfare record","id":"Memeriksa berkas dan data kesejahteraan sosial pemohon"}},"due":"2026-11-11T01:16:42Z","kind":"late_step","persons":["joko.harahap"],"standard":{"amount":10,"unit":"minute"},"step":"periksa","visits":1}' AS BLOB));
INSERT INTO "deviation" VALUES ('1m742946g5672w4n','late_step:6','late_step','surat-keterangan-tidak-mampu',2,'kecamatan-sei-suka','paraf_sekcam',6,'sekcam','2026-11-11T02:29:45.000000Z','2026-11-11T02:30:00.000000Z','accepted','Listrik padam dua jam; tidak ada yang lalai.',NULL,NULL,'2026-11-16T00:30:00.000000Z','agus.santoso',CAST('{"at":"2026-11-11T02:29:45Z","case":"1m742946g5672w4n","clause":{"role":"sekcam","row":6,"says":{"en":"Review and put the final initials","id":"Meneliti ulang dan membubuhkan paraf akhir"}},"due":"2026-11-11T02:29:44Z","kind":"late_step","persons":["hendra.firmansyah"],"standard":{"amount":5,"unit":"minute"},"step":"paraf_sekcam","visits":1}' AS BLOB));
INSERT INTO "deviation" VALUES ('1m7pcvjg077emp8b','late_case:0','late_case','surat-keterangan-tidak-mampu',2,'kecamatan-sei-suka',NULL,NULL,NULL,'2026-11-18T06:06:12.000000Z','2026-11-18T06:15:00.000000Z','open','',NULL,NULL,NULL,NULL,CAST('{"at":"2026-11-18T06:06:12Z","case":"1m7pcvjg077emp8b","clause":{"says":{"en":"Promised time: 60 minutes","id":"Jangka waktu penyelesaian: 60 menit"}},"due":"2026-11-18T06:06:11Z","kind":"late_case","standard":{"amount":60,"unit":"minute"}}' AS BLOB));
INSERT INTO "deviation" VALUES ('1m7pcvjg077emp8b','late_step:4','late_step','surat-keterangan-tidak-mampu',2,'kecamatan-sei-suka','cetak',4,'loket','2026-11-18T04:22:37.000000Z','2026-11-18T04:30:00.000000Z','open','',NULL,NULL,NULL,NULL,CAST('{"at":"2026-11-18T04:22:37Z","case":"1m7pcvjg077emp8b","clause":{"role":"loket","row":4,"says":{"en":"Print the draft certificate","id":"Mencetak konsep surat keterangan"}},"due":"2026-11-18T04:22:36Z","kind":"late_step","standard":{"amount":10,"unit":"minute"},"step":"cetak","visits":1}' AS BLOB));
CREATE TABLE effect_run (
	id TEXT NOT NULL, 
	case_id TEXT NOT NULL, 
	activation INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	attempt INTEGER NOT NULL, 
	step TEXT, 
	sop TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner TEXT NOT NULL, 
	wanted_at VARCHAR(27) NOT NULL, 
	started_at VARCHAR(27) NOT NULL, 
	ended_at VARCHAR(27), 
	outcome TEXT NOT NULL, 
	log TEXT NOT NULL, 
	run TEXT, 
	told_at VARCHAR(27), 
	CONSTRAINT effect_run_pkey PRIMARY KEY (id)
)
 WITHOUT ROWID

;
INSERT INTO "effect_run" VALUES ('1m6dj26802k6t59j','1m6dg4khgtdr23kp',8,'run_action',1,'surat','surat-keterangan-tidak-mampu',2,'alur','2026-11-02T07:20:00.000000Z','2026-11-02T07:20:00.000000Z','2026-11-02T07:20:00.000000Z','done','surat-keterangan: 28219 bytes.',NULL,'2026-11-02T07:20:00.000000Z');
INSERT INTO "effect_run" VALUES ('1m6dj2680vcaej0r','1m6dg4khgtdr23kp',7,'run_action',1,'nomor','surat-keterangan-tidak-mampu',2,'alur','2026-11-02T07:17:39.000000Z','2026-11-02T07:20:00.000000Z','2026-11-02T07:20:00.000000Z','done','',NULL,'2026-11-02T07:20:00.000000Z');
INSERT INTO "effect_run" VALUES ('1m747at101fnptvc','1m742946g5672w4n',8,'run_action',1,'surat','surat-keterangan-tidak-mampu',2,'alur','2026-11-11T02:35:00.000000Z','2026-11-11T02:35:00.000000Z','2026-11-11T02:35:00.000000Z','done','surat-keterangan: 27376 bytes.',NULL,'2026-11-11T02:35:00.000000Z');
INSERT INTO "effect_run" VALUES ('1m747at10efekxr5','1m742946g5672w4n',7,'run_action',1,'nomor','surat-keterangan-tidak-mampu',2,'alur','2026-11-11T02:31:51.000000Z','2026-11-11T02:35:00.000000Z','2026-11-11T02:35:00.000000Z','done','',NULL,'2026-11-11T02:35:00.000000Z');
INSERT INTO "effect_run" VALUES ('1m7pppre00tckv76','1m7pcvjg077emp8b',7,'run_action',1,'nomor','surat-keterangan-tidak-mampu',2,'alur','2026-11-18T06:47:35.000000Z','2026-11-18T06:50:00.000000Z','2026-11-18T06:50:00.000000Z','done','',NULL,'2026-11-18T06:50:00.000000Z');
INSERT INTO "effect_run" VALUES ('1m7pppre09re80yx','1m7pcvjg077emp8b',8,'run_action',1,'surat','surat-keterangan-tidak-mampu',2,'alur','2026-11-18T06:50:00.000000Z','2026-11-18T06:50:00.000000Z','2026-11-18T06:50:00.000000Z','done','surat-keterangan: 28080 bytes.',NULL,'2026-11-18T06:50:00.000000Z');
CREATE TABLE notice (
	id TEXT NOT NULL, 
	case_id TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	role TEXT NOT NULL, 
	seq INTEGER, 
	words TEXT NOT NULL, 
	link TEXT NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	read_at VARCHAR(27), 
	read_by TEXT, person TEXT, 
	CONSTRAINT notice_pkey PRIMARY KEY (id)
);
INSERT INTO "notice" VALUES ('1m6dh02ega7d5ms8','1m6dg4khgtdr23kp','kecamatan-sei-suka','kasi',10,'','','2026-11-02T07:01:22.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m6dh02egy0ybxbn','1m6dg4khgtdr23kp','kecamatan-sei-suka','kasi',11,'','','2026-11-02T07:01:22.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m6dj638008dk728','1m6dg4khgtdr23kp','kecamatan-sei-suka','camat',27,'','','2026-11-02T07:22:08.000000Z',NULL,NULL,'dewi.pertiwi');
INSERT INTO "notice" VALUES ('1m6djq08gtc8x06v','1m6dg4khgtdr23kp','kecamatan-sei-suka','arsip',38,'','','2026-11-02T07:31:22.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m6djq08gmvg686r','1m6dg4khgtdr23kp','kecamatan-sei-suka','arsip',39,'','','2026-11-02T07:31:22.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m6djq08gpkssb0v','1m6dg4khgtdr23kp','kecamatan-sei-suka','arsip',40,'','','2026-11-02T07:31:22.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m6djq08gq8avzyw','1m6dg4khgtdr23kp','kecamatan-sei-suka','arsip',41,'','','2026-11-02T07:31:22.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m6djq08gt71f0e2','1m6dg4khgtdr23kp','kecamatan-sei-suka','arsip',43,'','','2026-11-02T07:31:22.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m742meg8zpvbhrh','1m742946g5672w4n','kecamatan-sei-suka','loket',6,'','','2026-11-11T01:12:53.000000Z',NULL,NULL,'joko.harahap');
INSERT INTO "notice" VALUES ('1m742rah0je8dvqw','1m742946g5672w4n','kecamatan-sei-suka','loket',7,'','','2026-11-11T01:15:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m742rah0eneppyp','1m742946g5672w4n','kecamatan-sei-suka','loket',8,'','','2026-11-11T01:15:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m743kse0vk0sn9v','1m742946g5672w4n','kecamatan-sei-suka','loket',9,'','','2026-11-11T01:30:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m743kse0zrqwa19','1m742946g5672w4n','kecamatan-sei-suka','loket',11,'','','2026-11-11T01:30:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m745aq80fdznb37','1m742946g5672w4n','kecamatan-sei-suka','kasi',12,'','','2026-11-11T02:00:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m745aq801xtn1v7','1m742946g5672w4n','kecamatan-sei-suka','sekcam',12,'','','2026-11-11T02:00:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m745e5k8sn9d1qw','1m742946g5672w4n','kecamatan-sei-suka','loket',13,'','','2026-11-11T02:01:53.000000Z',NULL,NULL,'siti.kusuma');
INSERT INTO "notice" VALUES ('1m7466650vrh7wdn','1m742946g5672w4n','kecamatan-sei-suka','kasi',17,'','','2026-11-11T02:15:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m7466650xjebzw0','1m742946g5672w4n','kecamatan-sei-suka','kasi',18,'','','2026-11-11T02:15:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m7471n20f6tq9z2','1m742946g5672w4n','kecamatan-sei-suka','sekcam',28,'','','2026-11-11T02:30:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m7471n20egyytt2','1m742946g5672w4n','kecamatan-sei-suka','sekcam',29,'','','2026-11-11T02:30:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m7471n200a6h2gg','1m742946g5672w4n','kecamatan-sei-suka','sekcam',30,'','','2026-11-11T02:30:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m7471n203krnrz0','1m742946g5672w4n','kecamatan-sei-suka','sekcam',32,'','','2026-11-11T02:30:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m7pepda0p2n85ks','1m7pcvjg077emp8b','kecamatan-sei-suka','loket',14,'','','2026-11-18T04:30:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m7pepda04ede9yw','1m7pcvjg077emp8b','kecamatan-sei-suka','loket',15,'','','2026-11-18T04:30:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m7pepda0pbbqd88','1m7pcvjg077emp8b','kecamatan-sei-suka','loket',16,'','','2026-11-18T04:30:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m7pepda0rvjenjv','1m7pcvjg077emp8b','kecamatan-sei-suka','loket',18,'','','2026-11-18T04:30:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m7pfhw70kspwsbq','1m7pcvjg077emp8b','kecamatan-sei-suka','loket',20,'','','2026-11-18T04:45:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m7pgdb40yfqsnea','1m7pcvjg077emp8b','kecamatan-sei-suka','kasi',21,'','','2026-11-18T05:00:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m7pgdb40bpwbpt7','1m7pcvjg077emp8b','kecamatan-sei-suka','sekcam',21,'','','2026-11-18T05:00:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m7pgdb4082cvjac','1m7pcvjg077emp8b','kecamatan-sei-suka','loket',22,'','','2026-11-18T05:00:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m7pmpnn0k7ctpzx','1m7pcvjg077emp8b','kecamatan-sei-suka','loket',23,'','','2026-11-18T06:15:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m7pmpnn0t4542tq','1m7pcvjg077emp8b','kecamatan-sei-suka','loket',25,'','','2026-11-18T06:15:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m7ppdkf00gxty33','1m7pcvjg077emp8b','kecamatan-sei-suka','kasi',29,'','','2026-11-18T06:45:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m7ppdkf04z16sab','1m7pcvjg077emp8b','kecamatan-sei-suka','sekcam',29,'','','2026-11-18T06:45:00.000000Z',NULL,NULL,NULL);
INSERT INTO "notice" VALUES ('1m7ppdkf08ajr24v','1m7pcvjg077emp8b','kecamatan-sei-suka','kasi',30,'','','2026-11-18T06:45:00.000000Z',NULL,NULL,NULL);
CREATE TABLE process (
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	started_at VARCHAR(27) NOT NULL, 
	seen_at VARCHAR(27) NOT NULL, 
	release TEXT NOT NULL, 
	prefect TEXT NOT NULL, 
	mode TEXT, 
	CONSTRAINT process_pkey PRIMARY KEY (name)
);
CREATE TABLE leadership (
	work TEXT NOT NULL, 
	owner TEXT NOT NULL, 
	until VARCHAR(27) NOT NULL, 
	CONSTRAINT leadership_pkey PRIMARY KEY (work)
);
CREATE TABLE incident (
	case_id TEXT NOT NULL, 
	activation INTEGER NOT NULL, 
	sop TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	unit TEXT NOT NULL, 
	step TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	attempts INTEGER NOT NULL, 
	error TEXT NOT NULL, 
	CONSTRAINT incident_pkey PRIMARY KEY (case_id, activation)
)
 WITHOUT ROWID

;
CREATE TABLE directory_event (
	seq INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	hash BLOB NOT NULL, 
	body BLOB NOT NULL, 
	CONSTRAINT directory_event_pkey PRIMARY KEY (seq)
);
INSERT INTO "directory_event" VALUES (1,'unit_added','2026-10-29T23:30:00.000000Z',X'3ba2833e8244634f2e39227b5f7291d8110a75674e382de9ec31f5641b99410f',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"type":"unit_added","unit":{"id":"pemerintah-daerah","title":{"en":"Regional Government","id":"Pemerintah Daerah"}}},"seq":1}' AS BLOB));
INSERT INTO "directory_event" VALUES (2,'unit_added','2026-10-29T23:30:00.000000Z',X'cc8698bd5c9d55699c01fb3970f39662182dad1dd1ea4cea57518233b5f9dc76',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"type":"unit_added","unit":{"id":"dinas-kesehatan-indragiri-hilir","parent":"pemerintah-daerah","title":{"en":"Indragiri Hilir Health Agency","id":"Dinas Kesehatan Kabupaten Indragiri Hilir"}}},"seq":2}' AS BLOB));
INSERT INTO "directory_event" VALUES (3,'unit_added','2026-10-29T23:30:00.000000Z',X'e3d8f6d7899634ec6293e0ee356930a2511f69136617dba2a508b409c1e3dee5',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"type":"unit_added","unit":{"id":"dinas-kesehatan-trenggalek","parent":"pemerintah-daerah","title":{"en":"Trenggalek Health Agency","id":"Dinas Kesehatan Kabupaten Trenggalek"}}},"seq":3}' AS BLOB));
INSERT INTO "directory_event" VALUES (4,'unit_added','2026-10-29T23:30:00.000000Z',X'20c31eaf50674eef0caafa57486fecb8a41bd657f2c836f6390848ec93c1db6f',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"type":"unit_added","unit":{"id":"dpmptsp-blitar","parent":"pemerintah-daerah","title":{"en":"Blitar One-Stop Licensing Office","id":"DPMPTSP Kabupaten Blitar"}}},"seq":4}' AS BLOB));
INSERT INTO "directory_event" VALUES (5,'unit_added','2026-10-29T23:30:00.000000Z',X'7bd422592fec79f1ca2cf8cbdd9556c9afeb3d567b3f2d1c2fa8de1ba8571663',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"type":"unit_added","unit":{"id":"dpmptsp-indragiri-hilir","parent":"pemerintah-daerah","title":{"en":"Indragiri Hilir One-Stop Licensing Office","id":"DPMPTSP Kabupaten Indragiri Hilir"}}},"seq":5}' AS BLOB));
INSERT INTO "directory_event" VALUES (6,'unit_added','2026-10-29T23:30:00.000000Z',X'8a8e5e5ac80251f03ff51b9e7f6df1d990f182b119949fe1fe0afe2de84405a3',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"type":"unit_added","unit":{"id":"dpmptsp-rokan-hilir","parent":"pemerintah-daerah","title":{"en":"Rokan Hilir One-Stop Licensing Office","id":"DPMPTSP Kabupaten Rokan Hilir"}}},"seq":6}' AS BLOB));
INSERT INTO "directory_event" VALUES (7,'unit_added','2026-10-29T23:30:00.000000Z',X'0fb214a8000154615b600870b0b128f2f9584d633ec282a4f610b744a5e1c6ec',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"type":"unit_added","unit":{"id":"kecamatan-baiturrahman","parent":"pemerintah-daerah","title":{"en":"Baiturrahman District","id":"Kecamatan Baiturrahman"}}},"seq":7}' AS BLOB));
INSERT INTO "directory_event" VALUES (8,'unit_added','2026-10-29T23:30:00.000000Z',X'34d25c8937b0b4ad1bb24428b703e1ab0fb26b9cffe6192801f1da5e2cf79bca',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"type":"unit_added","unit":{"id":"kecamatan-medan-petisah","parent":"pemerintah-daerah","title":{"en":"Medan Petisah District","id":"Kecamatan Medan Petisah"}}},"seq":8}' AS BLOB));
INSERT INTO "directory_event" VALUES (9,'unit_added','2026-10-29T23:30:00.000000Z',X'f7e4da61f4d5ca606625ae1b83d19e783518a3a63627c7c20b42c7f0c2017273',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"type":"unit_added","unit":{"id":"kecamatan-sei-suka","parent":"pemerintah-daerah","title":{"en":"Sei Suka District","id":"Kecamatan Sei Suka"}}},"seq":9}' AS BLOB));
INSERT INTO "directory_event" VALUES (10,'unit_added','2026-10-29T23:30:00.000000Z',X'8ccbba1710aa115a54ef7a2bbe7133dc6f3444a75c063a7b1cb28ac982d4f4d1',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"type":"unit_added","unit":{"id":"kecamatan-taman","parent":"pemerintah-daerah","title":{"en":"Taman District","id":"Kecamatan Taman"}}},"seq":10}' AS BLOB));
INSERT INTO "directory_event" VALUES (11,'unit_added','2026-10-29T23:30:00.000000Z',X'a8b650f44c3d7ea003e27e81ad5dc08982b40c54bbd2a3c66022ea52feea869f',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"type":"unit_added","unit":{"id":"kelurahan-sei-putih-timur-i","parent":"kecamatan-medan-petisah","title":{"en":"Sei Putih Timur I Ward","id":"Kelurahan Sei Putih Timur I"}}},"seq":11}' AS BLOB));
INSERT INTO "directory_event" VALUES (12,'unit_added','2026-10-29T23:30:00.000000Z',X'47c290f7b91937e69c4f1319213e68095b3deaa9ded8be0676ed24cbda8b5b0e',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"type":"unit_added","unit":{"id":"kelurahan-taman","parent":"kecamatan-taman","title":{"en":"Taman Ward","id":"Kelurahan Taman"}}},"seq":12}' AS BLOB));
INSERT INTO "directory_event" VALUES (13,'unit_added','2026-10-29T23:30:00.000000Z',X'021eecdbb7c73e1c88463a964fb438c97a4697aa0c9ea74ee4edf24a2c00ab34',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"type":"unit_added","unit":{"id":"puskesmas-trenggalek","parent":"dinas-kesehatan-trenggalek","title":{"en":"Trenggalek Health Centre","id":"Puskesmas Trenggalek"}}},"seq":13}' AS BLOB));
INSERT INTO "directory_event" VALUES (14,'unit_added','2026-10-29T23:30:00.000000Z',X'bf1c0a147b0950b42536a62aaf49baacaac496c7037a9723ddea48f28e5d947c',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"type":"unit_added","unit":{"id":"kecamatan-sei-suka-pelayanan","kind":"section","parent":"kecamatan-sei-suka","title":{"en":"Service Section","id":"Seksi Pelayanan"}}},"seq":14}' AS BLOB));
INSERT INTO "directory_event" VALUES (15,'unit_added','2026-10-29T23:30:00.000000Z',X'7fe209950f12be1d35d2a8654ee4e6907be6367c621c49dde334f01b3d4731c1',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"type":"unit_added","unit":{"id":"kecamatan-sei-suka-loket","kind":"counter","parent":"kecamatan-sei-suka-pelayanan","title":{"en":"Service Counter","id":"Loket Pelayanan"}}},"seq":15}' AS BLOB));
INSERT INTO "directory_event" VALUES (16,'person_added','2026-10-29T23:30:00.000000Z',X'dbbb73bcca087544ef26661f2e96ae120b7814d9b42c3356d747293e541cf84c',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"person":{"id":"rini.astuti","name":"Rini Astuti","nip":"197001002000001000"},"type":"person_added"},"seq":16}' AS BLOB));
INSERT INTO "directory_event" VALUES (17,'assignment_granted','2026-10-29T23:30:00.000000Z',X'2c429cb368bf143f9dd540f7f17b0313c842fa80e965bced31116f9d6340007e',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"assignment":{"id":1,"person":"rini.astuti","role":"arsip","since":"2026-10-29T23:30:00Z","unit":"kecamatan-sei-suka-pelayanan"},"type":"assignment_granted"},"seq":17}' AS BLOB));
INSERT INTO "directory_event" VALUES (18,'person_added','2026-10-29T23:30:00.000000Z',X'f60bd87416dd187c802584f6bfeaca48b1ce1431ab8f4edf50b27072956f7be6',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"person":{"id":"budi.hidayat","name":"Budi Hidayat","nip":"197102002001001001"},"type":"person_added"},"seq":18}' AS BLOB));
INSERT INTO "directory_event" VALUES (19,'assignment_granted','2026-10-29T23:30:00.000000Z',X'716e193e60728af285035dfd80225c7fe8cac4f504187bfc20f9d86dd6ba90ea',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"assignment":{"id":2,"person":"budi.hidayat","role":"arsip","since":"2026-10-29T23:30:00Z","unit":"kecamatan-sei-suka-pelayanan"},"type":"assignment_granted"},"seq":19}' AS BLOB));
INSERT INTO "directory_event" VALUES (20,'person_added','2026-10-29T23:30:00.000000Z',X'd3653b69fc18d2749f2115da96c9cf832d098e714992f6871909a8fd8e218013',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"person":{"id":"dewi.pertiwi","name":"Dewi Pertiwi","nip":"197203002002001002"},"type":"person_added"},"seq":20}' AS BLOB));
INSERT INTO "directory_event" VALUES (21,'assignment_granted','2026-10-29T23:30:00.000000Z',X'9571202cee7ed61c48cdc0cd3810e09e7c921b864193e2485bb9537d5683dda9',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"assignment":{"id":3,"person":"dewi.pertiwi","role":"camat","since":"2026-10-29T23:30:00Z","unit":"kecamatan-sei-suka"},"type":"assignment_granted"},"seq":21}' AS BLOB));
INSERT INTO "directory_event" VALUES (22,'person_added','2026-10-29T23:30:00.000000Z',X'dbefbbaf4cef9753e61120a251a0c13c6efa34b343fee118ddbcddda6d6dee2e',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"person":{"id":"agus.santoso","name":"Agus Santoso","nip":"197304002003001003"},"type":"person_added"},"seq":22}' AS BLOB));
INSERT INTO "directory_event" VALUES (23,'assignment_granted','2026-10-29T23:30:00.000000Z',X'00fd212f09e37a4e54247786e7579b3bf8a08893c1a5ced44b14c4c6fa6b6edf',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"assignment":{"id":4,"person":"agus.santoso","role":"kasi","since":"2026-10-29T23:30:00Z","unit":"kecamatan-sei-suka"},"type":"assignment_granted"},"seq":23}' AS BLOB));
INSERT INTO "directory_event" VALUES (24,'person_added','2026-10-29T23:30:00.000000Z',X'95236c8cf38ea19190b0f55b02d90517053cd31e02e83d950896e987619910eb',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"person":{"id":"siti.kusuma","name":"Siti Kusuma","nip":"197405002004001004"},"type":"person_added"},"seq":24}' AS BLOB));
INSERT INTO "directory_event" VALUES (25,'assignment_granted','2026-10-29T23:30:00.000000Z',X'e7eac39971d5e80b8bf854a0917b9b752b7cde76bde36ec2f6928d8f365d19df',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"assignment":{"id":5,"person":"siti.kusuma","role":"loket","since":"2026-10-29T23:30:00Z","unit":"kecamatan-sei-suka-loket"},"type":"assignment_granted"},"seq":25}' AS BLOB));
INSERT INTO "directory_event" VALUES (26,'person_added','2026-10-29T23:30:00.000000Z',X'b5462a58b4216c8c7cfa10ce47b33456a73aab18a237d0cb78409532db5e0044',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"person":{"id":"joko.harahap","name":"Joko Harahap","nip":"197506002005001005"},"type":"person_added"},"seq":26}' AS BLOB));
INSERT INTO "directory_event" VALUES (27,'assignment_granted','2026-10-29T23:30:00.000000Z',X'9e953997ae59a86cd866c612adf2064d4889d4e746bd6aa7ed72c29164c0a7e6',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"assignment":{"id":6,"person":"joko.harahap","role":"loket","since":"2026-10-29T23:30:00Z","unit":"kecamatan-sei-suka-loket"},"type":"assignment_granted"},"seq":27}' AS BLOB));
INSERT INTO "directory_event" VALUES (28,'person_added','2026-10-29T23:30:00.000000Z',X'2b47c80ddccaab8b899e5fdfe01574d72d61e2cc4fc51b2e01d64ce39fbda57c',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"person":{"id":"wulan.lestari","name":"Wulan Lestari","nip":"197607002006001006"},"type":"person_added"},"seq":28}' AS BLOB));
INSERT INTO "directory_event" VALUES (29,'assignment_granted','2026-10-29T23:30:00.000000Z',X'144d78de825236b2a44f169a103894ba57e641d6d9c03b6a9cf03433fe446d38',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"assignment":{"id":7,"person":"wulan.lestari","role":"loket","since":"2026-10-29T23:30:00Z","unit":"kecamatan-sei-suka-loket"},"type":"assignment_granted"},"seq":29}' AS BLOB));
INSERT INTO "directory_event" VALUES (30,'person_added','2026-10-29T23:30:00.000000Z',X'65a27d6e6c43d0c18341d9f7181c92349216d11f1f6321e9d293f2784814dadb',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"person":{"id":"hendra.firmansyah","name":"Hendra Firmansyah","nip":"197708002007001007"},"type":"person_added"},"seq":30}' AS BLOB));
INSERT INTO "directory_event" VALUES (31,'assignment_granted','2026-10-29T23:30:00.000000Z',X'604496188fff4340fc94a21c2a4242e173a59d8be5b4b5e8d352e3642c6db9cb',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"assignment":{"id":8,"person":"hendra.firmansyah","role":"sekcam","since":"2026-10-29T23:30:00Z","unit":"kecamatan-sei-suka"},"type":"assignment_granted"},"seq":31}' AS BLOB));
INSERT INTO "directory_event" VALUES (32,'absence_declared','2026-10-29T23:30:00.000000Z',X'19dff5678deb54f93130f49ce64d84691b2cd3780750efeb7b5935db52dea052',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"absence":{"id":9,"person":"dewi.pertiwi","since":"2026-11-06T00:30:00Z","substitute":"hendra.firmansyah","until":"2026-11-13T00:30:00Z"},"type":"absence_declared"},"seq":32}' AS BLOB));
INSERT INTO "directory_event" VALUES (33,'substitute_named','2026-10-29T23:30:00.000000Z',X'9bc537cad54c15a7afdcbe0af81b170795d8e9f4c4e3ac7dbba18b518a1c1bb6',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"substitution":{"absence":9,"id":10,"instead_of":"dewi.pertiwi","kind":"plh","role":"camat","since":"2026-11-06T00:30:00Z","substitute":"hendra.firmansyah","unit":"kecamatan-sei-suka","until":"2026-11-13T00:30:00Z"},"type":"substitute_named"},"seq":33}' AS BLOB));
INSERT INTO "directory_event" VALUES (34,'person_added','2026-10-29T23:30:00.000000Z',X'54cdee4509a448f322c93884d7de55221f8fa8eb9ef1b9f24aab67cf03749cbb',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"person":{"id":"ratna.susanti","name":"Ratna Susanti","nip":"197809002008001008"},"type":"person_added"},"seq":34}' AS BLOB));
INSERT INTO "directory_event" VALUES (35,'assignment_granted','2026-10-29T23:30:00.000000Z',X'758d981726125396abd29b826b4c61f5f5777ea154a90c05b5bc5083d6eea835',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"assignment":{"id":11,"person":"ratna.susanti","role":"alur:administrator","since":"2026-10-29T23:30:00Z","unit":"pemerintah-daerah"},"type":"assignment_granted"},"seq":35}' AS BLOB));
INSERT INTO "directory_event" VALUES (36,'person_added','2026-10-29T23:30:00.000000Z',X'dfdabd4cac811eda0823111a279653002b3cd300376e613bd8e3388aa7d53c67',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"person":{"id":"bayu.prasetyo","name":"Bayu Prasetyo","nip":"197910002009001009"},"type":"person_added"},"seq":36}' AS BLOB));
INSERT INTO "directory_event" VALUES (37,'assignment_granted','2026-10-29T23:30:00.000000Z',X'07da2b4480a25e0bb2b2646234a6fab1fb2d5203ac0d8bb340b4cbe618da51bc',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"assignment":{"id":12,"person":"bayu.prasetyo","role":"alur:auditor","since":"2026-10-29T23:30:00Z","unit":"pemerintah-daerah"},"type":"assignment_granted"},"seq":37}' AS BLOB));
INSERT INTO "directory_event" VALUES (38,'person_added','2026-10-29T23:30:00.000000Z',X'0b2b807854512a88e48302424a03d5e7bec1bce7e2662fd7a5a630e7ca895d2f',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"person":{"id":"lestari.utami","name":"Lestari Utami","nip":"198011002010001010"},"type":"person_added"},"seq":38}' AS BLOB));
INSERT INTO "directory_event" VALUES (39,'assignment_granted','2026-10-29T23:30:00.000000Z',X'b8f0e48f6322d11a5c27b0f38e0b380078b8b8be318ccf42edd714618e3bd986',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"assignment":{"id":13,"person":"lestari.utami","role":"alur:manager","since":"2026-10-29T23:30:00Z","unit":"pemerintah-daerah"},"type":"assignment_granted"},"seq":39}' AS BLOB));
INSERT INTO "directory_event" VALUES (40,'person_added','2026-10-29T23:30:00.000000Z',X'1cf09562c4aab4b2e95ca6628ea3f507b6542771ef0e84e91c78290bda0f27e7',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"person":{"id":"dimas.kurniawan","name":"Dimas Kurniawan","nip":"198112002011001011"},"type":"person_added"},"seq":40}' AS BLOB));
INSERT INTO "directory_event" VALUES (41,'assignment_granted','2026-10-29T23:30:00.000000Z',X'c7a5ffdbfd1dda528d092bdf65df74d0885ca7df33d2787162af49aa89c8aab7',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"assignment":{"id":14,"person":"dimas.kurniawan","role":"alur:supervisor","since":"2026-10-29T23:30:00Z","unit":"pemerintah-daerah"},"type":"assignment_granted"},"seq":41}' AS BLOB));
INSERT INTO "directory_event" VALUES (42,'person_added','2026-10-29T23:30:00.000000Z',X'7a1bf9d6e73e6dfddf64b6384dde4007e3b5906a8327d43496180fbe2e3f348a',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"person":{"id":"yuni.rahayu","name":"Yuni Rahayu","nip":"198201002012001012"},"type":"person_added"},"seq":42}' AS BLOB));
INSERT INTO "directory_event" VALUES (43,'assignment_granted','2026-10-29T23:30:00.000000Z',X'0a413b3f1c07d87d98fdc6b419298ca2cda124c940e9e87359571c92305bd079',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"assignment":{"id":15,"person":"yuni.rahayu","role":"alur:author","since":"2026-10-29T23:30:00Z","unit":"pemerintah-daerah"},"type":"assignment_granted"},"seq":43}' AS BLOB));
INSERT INTO "directory_event" VALUES (44,'person_added','2026-10-29T23:30:00.000000Z',X'825399e43bf117438d0a8c9d1fe04b13e5cd14fa50ec49cac4f05902bc955e5b',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"person":{"id":"rizal.setiawan","name":"Rizal Setiawan","nip":"198302002013001013"},"type":"person_added"},"seq":44}' AS BLOB));
INSERT INTO "directory_event" VALUES (45,'assignment_granted','2026-10-29T23:30:00.000000Z',X'6acc86064ae56dc21661a59f37a3f6f8f755ca4aa99b0a789f71016234dc311d',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"assignment":{"id":16,"person":"rizal.setiawan","role":"alur:approver","since":"2026-10-29T23:30:00Z","unit":"pemerintah-daerah"},"type":"assignment_granted"},"seq":45}' AS BLOB));
INSERT INTO "directory_event" VALUES (46,'person_added','2026-10-29T23:30:00.000000Z',X'2d52e3e67e7b5976611a463d75fa0979706a7ef324a8d8ef8274968810887461',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"person":{"id":"maya.safitri","name":"Maya Safitri","nip":"198403002014001014"},"type":"person_added"},"seq":46}' AS BLOB));
INSERT INTO "directory_event" VALUES (47,'assignment_granted','2026-10-29T23:30:00.000000Z',X'6f3d39668fe7c31e0b2d3714f449d896ff604b21c0bc12b8e2fd9968fd16ada8',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"assignment":{"id":17,"person":"maya.safitri","role":"alur:privacy","since":"2026-10-29T23:30:00Z","unit":"pemerintah-daerah"},"type":"assignment_granted"},"seq":47}' AS BLOB));
INSERT INTO "directory_event" VALUES (48,'person_added','2026-10-29T23:30:00.000000Z',X'c7a64dd3636fdda955de3d5efcb1b026d22c4668e0eb69d7487d6b2673ad575f',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"person":{"id":"teguh.wibowo","name":"Teguh Wibowo","nip":"198504002015001015"},"type":"person_added"},"seq":48}' AS BLOB));
INSERT INTO "directory_event" VALUES (49,'assignment_granted','2026-10-29T23:30:00.000000Z',X'6eede5b0e4b4a631c0eb4212a41d42b8013de393858b98d1f50d1f489f06dfa6',CAST('{"at":"2026-10-29T23:30:00Z","by":{"person":"alur","via":"system"},"event":{"assignment":{"id":18,"person":"teguh.wibowo","role":"alur:operator","since":"2026-10-29T23:30:00Z","unit":"pemerintah-daerah"},"type":"assignment_granted"},"seq":49}' AS BLOB));
CREATE TABLE urgency (
	case_id TEXT NOT NULL, 
	activation INTEGER NOT NULL, 
	due VARCHAR(27), 
	goes_first BOOLEAN NOT NULL, 
	CONSTRAINT urgency_pkey PRIMARY KEY (case_id, activation)
)
 WITHOUT ROWID

;
INSERT INTO "urgency" VALUES ('1m7say89g92z47mm',3,NULL,0);
CREATE TABLE account (
	person TEXT NOT NULL, 
	password TEXT NOT NULL, 
	one_time_until VARCHAR(27), 
	opened_at VARCHAR(27) NOT NULL, 
	opened_by TEXT NOT NULL, 
	changed_at VARCHAR(27) NOT NULL, 
	signed_in_at VARCHAR(27), 
	locked_at VARCHAR(27), 
	CONSTRAINT account_pkey PRIMARY KEY (person)
);
INSERT INTO "account" VALUES ('siti.kusuma','$argon2id$v=19$m=19456,t=2,p=1$pcqbAf9AElFaETNl/aKnvw$j3A4glz0SfDwxDpNUQl+65V5euFNUNie5d/eIor6fvw',NULL,'2026-10-29T23:30:00.000000Z','alur:demo','2026-10-29T23:30:00.000000Z',NULL,'2026-10-29T23:30:00.000000Z');
INSERT INTO "account" VALUES ('agus.santoso','$argon2id$v=19$m=19456,t=2,p=1$pcqbAf9AElFaETNl/aKnvw$j3A4glz0SfDwxDpNUQl+65V5euFNUNie5d/eIor6fvw',NULL,'2026-10-29T23:30:00.000000Z','alur:demo','2026-10-29T23:30:00.000000Z',NULL,'2026-10-29T23:30:00.000000Z');
INSERT INTO "account" VALUES ('dewi.pertiwi','$argon2id$v=19$m=19456,t=2,p=1$pcqbAf9AElFaETNl/aKnvw$j3A4glz0SfDwxDpNUQl+65V5euFNUNie5d/eIor6fvw',NULL,'2026-10-29T23:30:00.000000Z','alur:demo','2026-10-29T23:30:00.000000Z',NULL,'2026-10-29T23:30:00.000000Z');
INSERT INTO "account" VALUES ('dimas.kurniawan','$argon2id$v=19$m=19456,t=2,p=1$pcqbAf9AElFaETNl/aKnvw$j3A4glz0SfDwxDpNUQl+65V5euFNUNie5d/eIor6fvw',NULL,'2026-10-29T23:30:00.000000Z','alur:demo','2026-10-29T23:30:00.000000Z',NULL,'2026-10-29T23:30:00.000000Z');
INSERT INTO "account" VALUES ('lestari.utami','$argon2id$v=19$m=19456,t=2,p=1$pcqbAf9AElFaETNl/aKnvw$j3A4glz0SfDwxDpNUQl+65V5euFNUNie5d/eIor6fvw',NULL,'2026-10-29T23:30:00.000000Z','alur:demo','2026-10-29T23:30:00.000000Z',NULL,'2026-10-29T23:30:00.000000Z');
INSERT INTO "account" VALUES ('bayu.prasetyo','$argon2id$v=19$m=19456,t=2,p=1$pcqbAf9AElFaETNl/aKnvw$j3A4glz0SfDwxDpNUQl+65V5euFNUNie5d/eIor6fvw',NULL,'2026-10-29T23:30:00.000000Z','alur:demo','2026-10-29T23:30:00.000000Z',NULL,'2026-10-29T23:30:00.000000Z');
INSERT INTO "account" VALUES ('yuni.rahayu','$argon2id$v=19$m=19456,t=2,p=1$pcqbAf9AElFaETNl/aKnvw$j3A4glz0SfDwxDpNUQl+65V5euFNUNie5d/eIor6fvw',NULL,'2026-10-29T23:30:00.000000Z','alur:demo','2026-10-29T23:30:00.000000Z',NULL,'2026-10-29T23:30:00.000000Z');
INSERT INTO "account" VALUES ('rizal.setiawan','$argon2id$v=19$m=19456,t=2,p=1$pcqbAf9AElFaETNl/aKnvw$j3A4glz0SfDwxDpNUQl+65V5euFNUNie5d/eIor6fvw',NULL,'2026-10-29T23:30:00.000000Z','alur:demo','2026-10-29T23:30:00.000000Z',NULL,'2026-10-29T23:30:00.000000Z');
INSERT INTO "account" VALUES ('ratna.susanti','$argon2id$v=19$m=19456,t=2,p=1$pcqbAf9AElFaETNl/aKnvw$j3A4glz0SfDwxDpNUQl+65V5euFNUNie5d/eIor6fvw',NULL,'2026-10-29T23:30:00.000000Z','alur:demo','2026-10-29T23:30:00.000000Z',NULL,'2026-10-29T23:30:00.000000Z');
INSERT INTO "account" VALUES ('maya.safitri','$argon2id$v=19$m=19456,t=2,p=1$pcqbAf9AElFaETNl/aKnvw$j3A4glz0SfDwxDpNUQl+65V5euFNUNie5d/eIor6fvw',NULL,'2026-10-29T23:30:00.000000Z','alur:demo','2026-10-29T23:30:00.000000Z',NULL,'2026-10-29T23:30:00.000000Z');
CREATE TABLE second_factor (
	person TEXT NOT NULL, 
	secret BLOB, 
	since VARCHAR(27), 
	pending BLOB, 
	used TEXT NOT NULL, 
	CONSTRAINT second_factor_pkey PRIMARY KEY (person)
);
CREATE TABLE recovery_code (
	person TEXT NOT NULL, 
	digest BLOB NOT NULL, 
	CONSTRAINT recovery_code_pkey PRIMARY KEY (person, digest)
);
CREATE TABLE session (
	digest BLOB NOT NULL, 
	handle TEXT NOT NULL, 
	person TEXT NOT NULL, 
	stage TEXT NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	seen_at VARCHAR(27) NOT NULL, 
	ends_at VARCHAR(27) NOT NULL, 
	agent TEXT NOT NULL, 
	address TEXT NOT NULL, 
	why TEXT NOT NULL, 
	CONSTRAINT session_pkey PRIMARY KEY (digest)
);
CREATE TABLE api_token (
	digest BLOB NOT NULL, 
	handle TEXT NOT NULL, 
	person TEXT NOT NULL, 
	name TEXT NOT NULL, 
	scopes TEXT NOT NULL, 
	issued_at VARCHAR(27) NOT NULL, 
	issued_by TEXT NOT NULL, 
	until VARCHAR(27) NOT NULL, 
	used_at VARCHAR(27), 
	revoked_at VARCHAR(27), 
	why TEXT NOT NULL, 
	CONSTRAINT api_token_pkey PRIMARY KEY (digest)
);
CREATE TABLE identity (
	issuer TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	person TEXT NOT NULL, 
	linked_at VARCHAR(27) NOT NULL, 
	linked_by TEXT NOT NULL, 
	CONSTRAINT identity_pkey PRIMARY KEY (issuer, subject)
);
CREATE TABLE tries (
	subject BLOB NOT NULL, 
	failures INTEGER NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	until VARCHAR(27) NOT NULL, 
	known_at VARCHAR(27), 
	CONSTRAINT tries_pkey PRIMARY KEY (subject)
);
CREATE TABLE access_event (
	seq INTEGER NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	kind TEXT NOT NULL, 
	person TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	address TEXT NOT NULL, 
	note TEXT NOT NULL, 
	CONSTRAINT access_event_pkey PRIMARY KEY (seq)
);
INSERT INTO "access_event" VALUES (1,'2026-10-29T23:30:00.000000Z','account_opened','siti.kusuma','alur:demo','','');
INSERT INTO "access_event" VALUES (2,'2026-10-29T23:30:00.000000Z','account_opened','agus.santoso','alur:demo','','');
INSERT INTO "access_event" VALUES (3,'2026-10-29T23:30:00.000000Z','account_opened','dewi.pertiwi','alur:demo','','');
INSERT INTO "access_event" VALUES (4,'2026-10-29T23:30:00.000000Z','account_opened','dimas.kurniawan','alur:demo','','');
INSERT INTO "access_event" VALUES (5,'2026-10-29T23:30:00.000000Z','account_opened','lestari.utami','alur:demo','','');
INSERT INTO "access_event" VALUES (6,'2026-10-29T23:30:00.000000Z','account_opened','bayu.prasetyo','alur:demo','','');
INSERT INTO "access_event" VALUES (7,'2026-10-29T23:30:00.000000Z','account_opened','yuni.rahayu','alur:demo','','');
INSERT INTO "access_event" VALUES (8,'2026-10-29T23:30:00.000000Z','account_opened','rizal.setiawan','alur:demo','','');
INSERT INTO "access_event" VALUES (9,'2026-10-29T23:30:00.000000Z','account_opened','ratna.susanti','alur:demo','','');
INSERT INTO "access_event" VALUES (10,'2026-10-29T23:30:00.000000Z','account_opened','maya.safitri','alur:demo','','');
CREATE TABLE draft (
	person TEXT NOT NULL, 
	place TEXT NOT NULL, 
	sealed BLOB NOT NULL, 
	saved_at VARCHAR(27) NOT NULL, 
	CONSTRAINT draft_pkey PRIMARY KEY (person, place)
)
 WITHOUT ROWID

;
CREATE TABLE vault_proof (
	id INTEGER NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT vault_proof_pkey PRIMARY KEY (id)
);
INSERT INTO "vault_proof" VALUES (1,X'01d71b807d74da03cf2acbc799f3fae0fdc63ce6bfac27aecdf7f79169a8c625fd');
CREATE TABLE subject_key (
	id TEXT NOT NULL, 
	subject BLOB, 
	sealed BLOB, 
	made_at VARCHAR(27) NOT NULL, 
	destroyed_at VARCHAR(27), 
	destroyed_by TEXT, 
	reason TEXT NOT NULL, 
	decree TEXT NOT NULL, 
	CONSTRAINT subject_key_pkey PRIMARY KEY (id)
);
INSERT INTO "subject_key" VALUES ('1m6dg4khgt6smegh',X'37d8d0618808771eb1fa3832497b7a71d6cef33761fbd4a4acc1a0ab12cd60c5',X'0107b432da6a8aa8f076b7f65fbb70f566b73bc016b3b206f0a10da8f4b5e83f78a78ec568629e2cfdc13158e984229e8177b3229a29eb511c361be7f6','2026-11-02T06:46:22.000000Z',NULL,NULL,'','');
INSERT INTO "subject_key" VALUES ('1m742946gf6rx0q2',X'939d61f515a9188c6acadd87f662aa0f5f4e9c30dfa7953f45700a8572f6d685',X'0192917df0a72d2a1bd7804a971447a6408692f14ad72450f0c12ab9a4ba73ffd724a88253a962afc9d3329d3c997e59a26ab717eacc45b6a3ef948350','2026-11-11T01:06:42.000000Z',NULL,NULL,'','');
INSERT INTO "subject_key" VALUES ('1m7pcvjg04bpzzk6',X'e565b2095b660d0b59296cbd0b57e53cda2b81a70109f97a9fbb665fdb582eed',X'01cb64b2b64467becd10aca5bdf6decefedfe7e5427182314a1ef369658ef4b5d120b106e7887c29687fceb36f63e7e93ac9ebd04d0a934781b5ba7354','2026-11-18T03:57:52.000000Z',NULL,NULL,'','');
INSERT INTO "subject_key" VALUES ('1m7say89gnjst3rk',X'8cf817f2fbecfca38e9e14b5cc8280b56cb505063a23cdac5a8547d87048dae1',X'015c7c62d2ac32a0bb2f3d5f15c0d356b6c06c2af9080ab463715f52b3313500bb09b233a1a742bd0d8053d847cab9ea1375fe85a2ccfb5f774a3ada95','2026-11-19T07:22:06.000000Z',NULL,NULL,'','');
CREATE TABLE case_subject (
	key_id TEXT NOT NULL, 
	case_id TEXT NOT NULL, 
	owns BOOLEAN NOT NULL, 
	CONSTRAINT case_subject_pkey PRIMARY KEY (key_id, case_id)
)
 WITHOUT ROWID

;
INSERT INTO "case_subject" VALUES ('1m6dg4khgt6smegh','1m6dg4khgtdr23kp',1);
INSERT INTO "case_subject" VALUES ('1m742946gf6rx0q2','1m742946g5672w4n',1);
INSERT INTO "case_subject" VALUES ('1m7pcvjg04bpzzk6','1m7pcvjg077emp8b',1);
INSERT INTO "case_subject" VALUES ('1m7say89gnjst3rk','1m7say89g92z47mm',1);
CREATE TABLE read_log (
	id TEXT NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	person TEXT NOT NULL, 
	role TEXT NOT NULL, 
	case_id TEXT NOT NULL, 
	what TEXT NOT NULL, 
	how TEXT NOT NULL, 
	via TEXT NOT NULL, 
	CONSTRAINT read_log_pkey PRIMARY KEY (id)
)
 WITHOUT ROWID

;
CREATE TABLE sop_submission (
	id TEXT NOT NULL, 
	sop TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	title TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	effective TEXT NOT NULL, 
	author TEXT NOT NULL, 
	submitted_at VARCHAR(27) NOT NULL, 
	note TEXT NOT NULL, 
	text TEXT NOT NULL, 
	workflow BLOB NOT NULL, 
	status TEXT NOT NULL, 
	decided_at VARCHAR(27), 
	decided_by TEXT, 
	reason TEXT NOT NULL, 
	CONSTRAINT sop_submission_pkey PRIMARY KEY (id)
);
CREATE INDEX sop_version_hash_index ON sop_version (hash);
CREATE INDEX case_newest_index ON "case" (opened_at, id);
CREATE INDEX case_sop_index ON "case" (sop, opened_at, id);
CREATE INDEX case_open_index ON "case" (opened_at, id) WHERE closed_at IS NULL;
CREATE INDEX task_role_index ON task (role, opened_at) WHERE finished_at IS NULL;
CREATE INDEX task_assignee_index ON task (assignee, opened_at) WHERE finished_at IS NULL AND assignee IS NOT NULL;
CREATE INDEX task_returned_index ON task (sop) WHERE status = 'returned';
CREATE INDEX outbox_available_index ON outbox (available_at);
CREATE TRIGGER case_event_refuses_update BEFORE UPDATE ON case_event
                BEGIN SELECT RAISE(ABORT, 'case_event is append-only'); END;
CREATE TRIGGER case_event_refuses_delete BEFORE DELETE ON case_event
                BEGIN SELECT RAISE(ABORT, 'case_event is append-only'); END;
CREATE TRIGGER sop_version_refuses_update BEFORE UPDATE ON sop_version
                BEGIN SELECT RAISE(ABORT, 'sop_version is append-only'); END;
CREATE TRIGGER sop_version_refuses_delete BEFORE DELETE ON sop_version
                BEGIN SELECT RAISE(ABORT, 'sop_version is append-only'); END;
CREATE TRIGGER case_event_follows BEFORE INSERT ON case_event
        WHEN NEW.seq <> 1 + coalesce(
            (SELECT max(seq) FROM case_event WHERE case_id = NEW.case_id), 0)
        BEGIN SELECT RAISE(ABORT, 'case_event has moved on'); END;
CREATE TRIGGER sop_version_is_new BEFORE INSERT ON sop_version
        WHEN EXISTS (SELECT 1 FROM sop_version WHERE sop = NEW.sop AND version = NEW.version)
        BEGIN SELECT RAISE(ABORT, 'sop_version is published'); END;
CREATE INDEX timer_at_index ON timer (at);
CREATE INDEX deviation_open_index ON deviation (at, case_id, id) WHERE status = 'open';
CREATE TRIGGER calendar_version_refuses_update BEFORE UPDATE ON calendar_version
            BEGIN SELECT RAISE(ABORT, 'calendar_version is append-only'); END;
CREATE TRIGGER calendar_version_refuses_delete BEFORE DELETE ON calendar_version
            BEGIN SELECT RAISE(ABORT, 'calendar_version is append-only'); END;
CREATE TRIGGER calendar_version_is_new BEFORE INSERT ON calendar_version
        WHEN EXISTS (SELECT 1 FROM calendar_version WHERE id = NEW.id AND version = NEW.version)
        BEGIN SELECT RAISE(ABORT, 'calendar_version is published'); END;
CREATE INDEX effect_run_step_index ON effect_run (case_id, activation, started_at);
CREATE INDEX effect_run_started_index ON effect_run (started_at);
CREATE INDEX effect_run_running_index ON effect_run (owner) WHERE ended_at IS NULL;
CREATE INDEX effect_run_untold_index ON effect_run (ended_at, id) WHERE told_at IS NULL;
CREATE INDEX notice_newest_index ON notice (at, id);
CREATE INDEX notice_case_index ON notice (case_id, at, id);
CREATE INDEX notice_unread_index ON notice (unit, role, at) WHERE read_at IS NULL;
CREATE INDEX incident_oldest_index ON incident (at, case_id, activation);
CREATE INDEX case_standing_index ON "case" (sop, result);
CREATE INDEX case_closed_index ON "case" (closed_at, sop, result) WHERE closed_at IS NOT NULL;
CREATE INDEX deviation_newest_index ON deviation (at, case_id, id, status);
CREATE TRIGGER directory_event_refuses_update BEFORE UPDATE ON directory_event
            BEGIN SELECT RAISE(ABORT, 'directory_event is append-only'); END;
CREATE TRIGGER directory_event_refuses_delete BEFORE DELETE ON directory_event
            BEGIN SELECT RAISE(ABORT, 'directory_event is append-only'); END;
CREATE TRIGGER directory_event_follows BEFORE INSERT ON directory_event
        WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM directory_event), 0)
        BEGIN SELECT RAISE(ABORT, 'directory_event has moved on'); END;
CREATE INDEX notice_person_index ON notice (person, at, id) WHERE person IS NOT NULL;
CREATE INDEX task_owner_index ON task (owner) WHERE finished_at IS NULL AND owner IS NOT NULL;
CREATE INDEX task_done_index ON task (finished_at, finished_by, unit, status) WHERE finished_at IS NOT NULL;
CREATE INDEX session_person_index ON session (person);
CREATE INDEX session_ends_index ON session (ends_at);
CREATE INDEX api_token_person_index ON api_token (person);
CREATE INDEX identity_person_index ON identity (person);
CREATE INDEX tries_at_index ON tries (at);
CREATE INDEX access_event_person_index ON access_event (person, seq);
CREATE TRIGGER access_event_refuses_update BEFORE UPDATE ON access_event
                BEGIN SELECT RAISE(ABORT, 'access_event is append-only'); END;
CREATE TRIGGER access_event_refuses_delete BEFORE DELETE ON access_event
                BEGIN SELECT RAISE(ABORT, 'access_event is append-only'); END;
CREATE TRIGGER access_event_is_new BEFORE INSERT ON access_event
            WHEN EXISTS (SELECT 1 FROM access_event WHERE seq = NEW.seq)
            BEGIN SELECT RAISE(ABORT, 'access_event is append-only'); END;
CREATE INDEX draft_place_index ON draft (place);
CREATE INDEX draft_saved_index ON draft (saved_at);
CREATE UNIQUE INDEX subject_key_subject_index ON subject_key (subject);
CREATE INDEX case_subject_case_index ON case_subject (case_id);
CREATE INDEX read_log_case_index ON read_log (case_id, id);
CREATE INDEX read_log_person_index ON read_log (person, id);
CREATE INDEX sop_submission_version_index ON sop_submission (sop, version);
CREATE INDEX sop_submission_waiting_index ON sop_submission (submitted_at, id) WHERE decided_at IS NULL;
