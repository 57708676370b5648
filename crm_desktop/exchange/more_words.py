"""How Russian, Polish, Czech, Swedish, Turkish, Japanese and Chinese call the usual columns; see contact_words."""

POINTS = """
email: электронная почта, эл. почта, почта, адрес электронной почты, емейл, адрес e-mail, adres e-mail,
  adres email, poczta, poczta elektroniczna, e-mailová adresa, elektronická pošta, e-post, epost, e-postadress,
  e-posta, eposta, e-posta adresi, メール, メールアドレス, eメール, 電子メール, 邮箱, 电子邮件, 电子邮箱,
  邮件地址, 電子郵件
email.work: рабочая почта, e-mail służbowy, firemní e-mail, jobbmejl, iş e-postası, 工作邮箱, 公司邮箱
phone: телефон, номер телефона, тел, контактный телефон, numer telefonu, nr telefonu, tel., telefonní číslo,
  telefonnummer, telefon numarası, 電話, 電話番号, 电话, 电话号码, 联系电话, 聯絡電話
phone.work: рабочий телефон, служебный телефон, telefon służbowy, telefon do práce, arbetstelefon, iş telefonu,
  勤務先電話, 会社電話番号, 办公电话, 公司电话
phone.mobile: мобильный, мобильный телефон, сотовый, моб. телефон, komórka, telefon komórkowy, tel. kom.,
  mobilní telefon, mobiltelefon, mobilnummer, cep telefonu, cep, gsm, 携帯, 携帯電話, 携帯番号, 携帯電話番号,
  手机, 手机号, 手机号码, 手機
phone.home: домашний телефон, telefon domowy, telefon domů, hemtelefon, ev telefonu, 自宅電話, 家庭电话,
  住宅电话
phone.fax: факс, faks, ファックス, fax番号, 传真, 傳真
street: адрес, улица, адрес доставки, юридический адрес, ulica, ulica i numer, ulice, adresa, ulice a číslo,
  adress, gatuadress, gata, postadress, sokak, cadde, açık adres, 住所, 番地, 町名番地, 地址, 街道, 详细地址,
  联系地址, 通讯地址
city: город, населенный пункт, miasto, miejscowość, město, obec, stad, postort, şehir, 市区町村, 市町村, 都市,
  市, 城市, 所在城市
region: область, регион, край, województwo, okres, län, ilçe, bölge, 都道府県, 省, 省份, 州
postal_code: индекс, почтовый индекс, kod pocztowy, psč, poštovní směrovací číslo, postnummer, posta kodu,
  郵便番号, 邮编, 邮政编码, 郵遞區號
country: страна, země, stát, ülke, kraj, 国, 国名, 国家, 國家
website: сайт, веб-сайт, вебсайт, strona www, www, strona internetowa, witryna, webové stránky, webová stránka,
  webbplats, hemsida, web sitesi, ウェブサイト, ホームページ, 网站, 网址, 公司网站
"""
BOTH = """
notes: примечание, примечания, комментарий, комментарии, заметки, uwagi, notatki, notatka, komentarz, poznámka,
  poznámky, anteckningar, anteckning, kommentar, notlar, not, açıklama, 備考, メモ, 备注, 说明, 備註
tags: теги, метки, tagi, etykiety, štítky, taggar, etiketter, etiketler, タグ, 标签
source: источник, źródło, zdroj, källa, kaynak, 流入元, 来源, 客户来源
owner: ответственный, менеджер, opiekun, właściciel, odpovědná osoba, vlastník, ansvarig, ägare, sorumlu,
  担当者, 所有者, 负责人, 业务员
language: язык, język, jazyk, språk, dil, 言語, 语言
"""
PEOPLE = """
name: фио, имя, полное имя, контактное лицо, контакт, imię i nazwisko, osoba kontaktowa, celé jméno,
  jméno a příjmení, jméno, kontaktní osoba, namn, fullständigt namn, kontaktperson, ad soyad, adı soyadı, isim,
  ad, adı, 氏名, 名前, お名前, 姓名, 名字, 联系人, 聯絡人
given_name: imię, křestní jméno, förnamn, ilk ad, 名, 下の名前
family_name: фамилия, nazwisko, příjmení, efternamn, soyad, soyadı, soyisim, 姓, 苗字, 姓氏
additional_names: отчество, drugie imię, prostřední jméno, mellannamn, ikinci ad, ミドルネーム, 中间名
prefix: обращение, tytuł, zwrot, oslovení, hitap, 敬称, 称谓
nickname: псевдоним, прозвище, pseudonim, přezdívka, smeknamn, takma ad, ニックネーム, 昵称
job_title: должность, stanowisko, pozice, funkce, pracovní pozice, befattning, yrkestitel, unvan, görev,
  pozisyon, 役職, 肩書き, 职位, 职务, 職稱
department: отдел, подразделение, dział, oddělení, avdelning, departman, bölüm, 部署, 部門, 部门
company: компания, организация, название компании, место работы, фирма, nazwa firmy, pracodawca, společnost,
  název firmy, företag, företagsnamn, arbetsgivare, şirket, şirket adı, kurum, 会社, 会社名, 勤務先, 企業名,
  公司, 公司名称, 单位, 企业
birthday: дата рождения, день рождения, data urodzenia, urodziny, datum narození, narozeniny, födelsedag,
  födelsedatum, doğum tarihi, doğum günü, 誕生日, 生年月日, 生日, 出生日期
external_id: номер клиента, код клиента, numer klienta, id klienta, číslo zákazníka, kundnummer, kundnr,
  müşteri no, müşteri numarası, 顧客番号, 顧客id, 客户编号, 编号
"""
COMPANIES = """
name: название, наименование, название компании, наименование организации, компания, организация, клиент,
  поставщик, контрагент, фирма, nazwa, nazwa firmy, kontrahent, klient, dostawca, název, název firmy,
  společnost, zákazník, dodavatel, företag, företagsnamn, namn, kund, leverantör, şirket, şirket adı, firma adı,
  müşteri, tedarikçi, 会社, 会社名, 企業名, 取引先, 取引先名, 顧客名, 公司, 公司名称, 企业名称, 客户, 客户名称,
  供应商, 名称
sector: отрасль, вид деятельности, branża, obor, odvětví, bransch, sektör, 業種, 業界, 行业, 所属行业
employees: сотрудники, количество сотрудников, число сотрудников, liczba pracowników, pracownicy,
  počet zaměstnanců, zaměstnanci, antal anställda, anställda, çalışan sayısı, 従業員数, 社員数, 员工人数,
  员工数, 人数
annual_revenue: выручка, годовая выручка, оборот, przychód, obrót, roczny obrót, obrat, roční obrat, omsättning,
  årsomsättning, ciro, yıllık ciro, 売上高, 年商, 年营业额, 营业额, 年收入
founded_year: год основания, rok założenia, rok založení, grundat, grundat år, kuruluş yılı, 設立年, 设立年,
  成立年份
vat_id: инн, nip, dič, momsnummer, vat-nummer, vergi no, vergi numarası, 税号, 纳税人识别号
registration_no: огрн, кпп, regon, krs, ičo, organisationsnummer, org.nr, ticaret sicil no, 法人番号,
  统一社会信用代码
parent: головная компания, материнская компания, spółka matka, mateřská společnost, moderbolag, ana şirket,
  親会社, 母公司
external_id: номер клиента, код клиента, numer klienta, id klienta, číslo zákazníka, kundnummer, kundnr,
  müşteri no, müşteri numarası, 顧客番号, 取引先コード, 客户编号, 编号
"""
PRODUCTS = """
name: товар, название товара, продукт, наименование товара, наименование, название, nazwa, nazwa produktu,
  towar, název, název produktu, výrobek, produktnamn, benämning, artikelnamn, ürün, ürün adı, 商品, 商品名,
  製品名, 品名, 产品, 产品名称, 商品名称, 名称
code: артикул, код товара, код, kod, kod produktu, symbol, kód, kód produktu, artikelnr, stok kodu, ürün kodu,
  商品コード, 品番, 型番, 产品编号, 货号, 商品编码
category: категория, группа товаров, kategoria, grupa, kategorie produktů, skupina, kategori, varugrupp,
  カテゴリ, カテゴリー, 分類, 类别, 产品类别, 分类
price: цена, цена продажи, cena, cena sprzedaży, cena netto, prodejní cena, pris, försäljningspris, fiyat,
  satış fiyatı, 価格, 単価, 販売価格, 价格, 单价, 售价
cost: себестоимость, закупочная цена, koszt, cena zakupu, nákupní cena, inköpspris, kostnad, maliyet,
  alış fiyatı, 原価, 仕入価格, 成本, 成本价, 进价
unit: единица измерения, ед. изм., jednostka, j.m., jednotka, mj, enhet, birim, 単位, 单位
tax_rate: ндс, ставка ндс, stawka vat, sazba dph, dph, moms, momssats, kdv, kdv oranı, 税率, 消費税率
description: описание, opis, popis, beskrivning, 説明, 描述
"""
DEALS = """
title: сделка, название сделки, название, возможность, transakcja, nazwa transakcji, szansa, szansa sprzedaży,
  obchod, název obchodu, obchodní případ, affär, affärsnamn, anlaşma, fırsat, fırsat adı, 案件, 案件名, 商談名,
  商机, 商机名称, 交易名称
stage: этап, стадия, этап сделки, etap, faza, fáze, stav obchodu, fas, steg, aşama, フェーズ, 段階, ステージ,
  阶段, 销售阶段
amount: сумма, сумма сделки, стоимость, бюджет, kwota, wartość, částka, hodnota, belopp, värde, tutar, değer,
  金額, 案件金額, 金额, 交易金额
currency: валюта, waluta, měna, valuta, para birimi, döviz, 通貨, 币种, 货币
expected_on: планируемая дата закрытия, ожидаемая дата закрытия, przewidywana data zamknięcia,
  planowane zamknięcie, předpokládané uzavření, förväntat avslut, beklenen kapanış tarihi, 完了予定日,
  预计成交日期, 预计关闭日期
closed_on: дата закрытия, data zamknięcia, datum uzavření, avslutsdatum, stängningsdatum, kapanış tarihi,
  完了日, クローズ日, 成交日期, 关闭日期
opened_on: дата создания, data utworzenia, datum vytvoření, skapad, oluşturma tarihi, 作成日, 创建日期
probability: вероятность, prawdopodobieństwo, pravděpodobnost, sannolikhet, olasılık, 確度, 概率, 成交概率
company: компания, организация, клиент, klient, nazwa firmy, zákazník, společnost, kund, företag, müşteri,
  şirket, 会社名, 顧客, 取引先, 客户, 客户名称, 公司
person: контакт, контактное лицо, osoba kontaktowa, kontaktní osoba, kontaktperson, ilgili kişi, 担当者名,
  联系人
owner: ответственный, менеджер, opiekun, właściciel, vlastník, ansvarig, sorumlu, 営業担当, 担当者, 负责人
note: примечание, комментарий, uwagi, notatki, poznámka, anteckning, not, 備考, 备注
external_id: номер сделки, numer transakcji, číslo obchodu, affärsnummer, 案件番号, 商机编号
"""
ACTIVITIES = """
kind: тип, тип активности, вид, typ, typ aktywności, rodzaj, typ aktivity, aktivitetstyp, tür, 種類, 種別, 类型,
  活动类型
at: дата, дата и время, время, data, data i godzina, datum a čas, datum och tid, tarih, 日付, 日時, 日期, 时间
subject: тема, temat, předmět, ämne, konu, 件名, 主题
body: описание, комментарий, текст, opis, treść, popis, beskrivning, innehåll, açıklama, 内容, 描述
duration_min: длительность, продолжительность, czas trwania, doba trvání, längd, süre, 所要時間, 时长
"""
PERSON = """
person: контакт, контактное лицо, клиент, osoba kontaktowa, kontaktní osoba, kontaktperson, ilgili kişi,
  担当者名, 連絡先, 联系人
"""
TASKS = """
title: задача, название задачи, название, zadanie, nazwa zadania, úkol, název úkolu, uppgift, görev, タスク,
  タスク名, 任务, 任务名称
task.due: срок, срок исполнения, дедлайн, termin, termin wykonania, termín, termín splnění, förfallodatum,
  bitiş tarihi, son tarih, 期限, 期日, 截止日期, 到期日
task.status: статус, status, stan, stav, durum, 状態, ステータス, 状态
priority: приоритет, priorytet, priorita, prioritet, öncelik, 優先度, 优先级
assignee: исполнитель, ответственный, przypisane do, osoba odpowiedzialna, přiřazeno, tilldelad, atanan, 担当者,
  负责人
note: описание, примечание, opis, uwagi, popis, poznámka, beskrivning, açıklama, 備考, 备注
"""
TICKETS = """
number: номер, номер обращения, numer, numer zgłoszenia, číslo, číslo požadavku, ärendenummer, bilet no, 番号,
  工单编号
subject: тема, обращение, temat, zgłoszenie, předmět, požadavek, ämne, ärende, konu, 件名, 主题, 工单标题
description: описание, opis, popis, beskrivning, açıklama, 内容, 描述
status: статус, состояние, stan, stav, durum, 状態, ステータス, 状态
priority: приоритет, priorytet, priorita, prioritet, öncelik, 優先度, 优先级
contact: клиент, заявитель, контакт, klient, zgłaszający, zákazník, zadavatel, kund, müşteri, 顧客, お客様名,
  客户, 联系人
opened_at: дата создания, создано, data utworzenia, data zgłoszenia, datum vytvoření, skapad, oluşturma tarihi,
  受付日, 作成日時, 创建时间
solved_at: дата решения, решено, дата закрытия, data rozwiązania, data zamknięcia, datum vyřešení, löst,
  çözüm tarihi, 解決日, 解决时间
"""
PURCHASES = """
order_number: номер заказа, заказ, номер счета, счет, numer zamówienia, zamówienie, numer faktury, faktura,
  číslo objednávky, objednávka, číslo faktury, ordernummer, fakturanummer, sipariş no, fatura no, 注文番号,
  請求書番号, 订单号, 订单编号, 发票号
customer: клиент, покупатель, klient, nabywca, kontrahent, zákazník, odběratel, kund, müşteri, 顧客, 顧客名,
  得意先, 客户, 客户名称
product: товар, продукт, towar, výrobek, ürün, 商品, 商品名, 产品, 产品名称
quantity: количество, кол-во, ilość, množství, počet, antal, adet, miktar, 数量
unit_price: цена, цена за единицу, cena, cena jednostkowa, jednotková cena, pris, à-pris, birim fiyat, 単価,
  单价
discount_pct: скидка, rabat, sleva, indirim, 割引, 折扣
currency: валюта, waluta, měna, para birimi, 通貨, 币种
bought_on: дата заказа, дата покупки, дата, data zamówienia, data zakupu, data faktury, datum objednávky,
  orderdatum, fakturadatum, sipariş tarihi, tarih, 注文日, 購入日, 下单日期, 购买日期, 订单日期
"""
# Columns that tell what the rows are; see kind_signs.
SIGN_COLUMNS = """
people: имя, фамилия, фио, отчество, должность, дата рождения, imię, nazwisko, imię i nazwisko, stanowisko,
  jméno, příjmení, pracovní pozice, förnamn, efternamn, befattning, ad soyad, soyad, unvan, 氏名, 名前, 役職,
  誕生日, 姓名, 职位, 生日, 手机
companies: название компании, инн, огрн, отрасль, nazwa firmy, nip, regon, branża, kontrahent, název firmy, ičo,
  dič, obor, företag, organisationsnummer, bransch, şirket adı, vergi no, sektör, 会社名, 業種, 従業員数,
  公司名称, 行业, 员工人数
products: артикул, название товара, цена продажи, kod produktu, nazwa produktu, cena netto, kód produktu,
  název produktu, artikelnamn, ürün adı, ürün kodu, 商品名, 製品名, 品番, 产品名称, 货号, 单价
deals: сделка, название сделки, этап, этап сделки, сумма сделки, szansa sprzedaży, nazwa transakcji, etap,
  prawdopodobieństwo, název obchodu, fáze, pravděpodobnost, affärsnamn, fas, sannolikhet, fırsat adı, aşama,
  案件名, フェーズ, 商机名称, 销售阶段
tasks: задача, срок исполнения, исполнитель, zadanie, termin wykonania, úkol, termín splnění, uppgift,
  förfallodatum, görev, son tarih, タスク名, 期限, 任务名称, 截止日期
tickets: обращение, номер обращения, дата решения, numer zgłoszenia, číslo požadavku, ärendenummer, bilet no,
  受付日, 工单编号
purchases: номер заказа, дата заказа, количество, numer zamówienia, data zamówienia, ilość, číslo objednávky,
  množství, ordernummer, orderdatum, antal, sipariş no, sipariş tarihi, 注文番号, 注文日, 数量, 订单编号,
  订单日期
"""
# How files of such rows are called.
SIGN_FILES = """
people: контакты, люди, kontakty, osoby, lidé, kontakter, personer, kişiler, 連絡先, 名簿, 联系人, 通讯录
companies: компании, организации, клиенты, поставщики, контрагенты, firmy, klienci, dostawcy, kontrahenci,
  společnosti, zákazníci, dodavatelé, företag, kunder, leverantörer, şirketler, müşteriler, 会社, 取引先, 顧客,
  公司, 客户, 供应商
products: товары, продукты, прайс, produkty, towary, cennik, výrobky, ceník, produkter, prislista, ürünler,
  商品, 製品, 产品
deals: сделки, szanse, transakcje, obchody, affärer, fırsatlar, 案件, 商談, 商机
tasks: задачи, zadania, úkoly, uppgifter, görevler, タスク, 任务
tickets: обращения, заявки, zgłoszenia, požadavky, ärenden, talepler, 問い合わせ, 工单
purchases: заказы, покупки, zamówienia, faktury, objednávky, beställningar, siparişler, 注文, 订单
"""
