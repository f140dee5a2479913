package roster_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"suara/roster"
)

// siasn is the column set of a personnel export, 33 columns of which 7 are kept.
var siasn = strings.Split("NAMA,NIP,GELAR DEPAN,GELAR BELAKANG,TEMPAT LAHIR,TANGGAL LAHIR,JENIS KELAMIN,"+
	"AGAMA,JENIS KAWIN,NIK,NOMOR HP,EMAIL,ALAMAT,NPWP,BPJS,JENIS PEGAWAI,KEDUDUKAN HUKUM,STATUS CPNS PNS,"+
	"KARTU ASN VIRTUAL,TMT CPNS,TMT PNS,GOL AWAL,GOL AKHIR,TMT GOLONGAN,MK TAHUN,MK BULAN,JENIS JABATAN,"+
	"NAMA JABATAN,TMT JABATAN,TINGKAT PENDIDIKAN,NAMA PENDIDIKAN,NAMA UNOR,UNOR INDUK", ",")

const people = 50_000

func siasnRow(i int) []any {
	row := make([]any, len(siasn))
	for col, title := range siasn {
		switch title {
		case "NAMA":
			row[col] = fmt.Sprintf("Pegawai %d", i)
		case "NIP":
			row[col] = fmt.Sprintf("1985%02d%02d201001%d%03d", i%12+1, i/12%28+1, i/336%2+1, i/672+1)
		case "NAMA UNOR":
			row[col] = fmt.Sprintf("Bidang %d", i%300)
		case "UNOR INDUK":
			row[col] = fmt.Sprintf("Dinas %d", i%30)
		case "NOMOR HP":
			row[col] = fmt.Sprintf("0812%08d", i)
		case "JENIS KELAMIN":
			row[col] = []string{"L", "P"}[i/336%2]
		default:
			row[col] = fmt.Sprintf("%s %d", title, i%50)
		}
	}
	return row
}

func BenchmarkReadXLSX50000(b *testing.B) {
	data := workbook(b, func(f *excelize.File) {
		w, err := f.NewStreamWriter("Sheet1")
		if err != nil {
			b.Fatal(err)
		}
		head := make([]any, len(siasn))
		for i, title := range siasn {
			head[i] = title
		}
		if err := w.SetRow("A1", head); err != nil {
			b.Fatal(err)
		}
		for i := range people {
			if err := w.SetRow(fmt.Sprintf("A%d", i+2), siasnRow(i)); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			b.Fatal(err)
		}
	})
	benchmarkRead(b, "x.xlsx", data)
}

func BenchmarkReadCSV50000(b *testing.B) {
	var text strings.Builder
	text.WriteString(strings.Join(siasn, ";") + "\n")
	for i := range people {
		for col, value := range siasnRow(i) {
			if col > 0 {
				text.WriteByte(';')
			}
			fmt.Fprint(&text, value)
		}
		text.WriteByte('\n')
	}
	benchmarkRead(b, "x.csv", []byte(text.String()))
}

func benchmarkRead(b *testing.B, name string, data []byte) {
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		f, err := roster.Read(name, data)
		if err != nil || len(f.Rows) != people {
			b.Fatalf("%v, rejected %d", err, len(f.Rejected))
		}
	}
}

func BenchmarkCompare50000(b *testing.B) {
	var text strings.Builder
	text.WriteString("nip,name,unit,parent_unit\n")
	for i := range people {
		fmt.Fprintf(&text, "HON-%d,Pegawai %d,Bidang %d,Dinas %d\n", i, i, i%3000, i%300)
	}
	f, err := roster.Read("x.csv", []byte(text.String()))
	if err != nil {
		b.Fatal(err)
	}
	opt := roster.Options{Now: monday, NextID: 1}
	p := roster.Compare(f, nil, nil, opt)
	known, units := p.Respondents(), p.Units
	b.ReportAllocs()
	for b.Loop() {
		if p := roster.Compare(f, known, units, opt); len(p.Unchanged) != people {
			b.Fatal(p.Counts())
		}
	}
}
